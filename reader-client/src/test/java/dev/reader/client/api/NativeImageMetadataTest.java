package dev.reader.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.ReaderClient;
import dev.reader.client.internal.http.Envelope;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the metadata for native images with the classes that Jackson binds by reflection, the classes that the library
 * looks up itself, and its resources. To regenerate the file, run this test with {@code -Dmetadata.update}.
 */
class NativeImageMetadataTest {
    private static final Path FILE =
            Path.of("src/main/resources/META-INF/native-image/dev.reader/reader-client/reachability-metadata.json");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Those that {@code Libraries} and {@code EventParser} look for. */
    private static final List<String> LOOKED_UP = List.of(
            "okhttp3.OkHttp",
            "okhttp3.internal.Util",
            "okhttp3.sse.EventSources",
            "okio.Socket",
            "kotlin.KotlinVersion",
            "kotlin.enums.EnumEntriesKt",
            "dev.reader.client.internal.json.Json");

    @Test
    void metadata_namesEverythingThatIsReflectedOn() throws Exception {
        String now = JSON.writeValueAsString(metadata()) + "\n";
        if (System.getProperty("metadata.update") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, now);
        }

        assertThat(Files.readString(FILE))
                .as("the reflection of the library changed; run this test with -Dmetadata.update")
                .isEqualTo(now);
    }

    @Test
    void bound_areOnlyClassesThatTheModuleOpensToJackson() throws Exception {
        Set<String> opened = descriptor().opens().stream()
                .map(ModuleDescriptor.Opens::source)
                .collect(Collectors.toSet());

        assertThat(bound()).isNotEmpty().allSatisfy(type -> assertThat(opened).contains(type.getPackageName()));
    }

    @Test
    void bound_includesEverythingThatIsReadFromTheServer() throws Exception {
        Set<Class<?>> read = new HashSet<>();
        for (Class<?> type : library()) {
            if (type.getSuperclass() == TypeReference.class) {
                ParameterizedType reference = (ParameterizedType) type.getGenericSuperclass();
                collect(reference.getActualTypeArguments()[0], read);
            }
        }

        assertThat(read).hasSizeGreaterThan(10);
        assertThat(bound()).containsAll(read);
    }

    /** Collects the classes of the library in a type, and in the components of its records. */
    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            collect(generic.getRawType(), found);
            Stream.of(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        }
        if (type instanceof Class<?> known && known.getName().startsWith("dev.reader.") && found.add(known)) {
            if (known.isRecord()) {
                Stream.of(known.getRecordComponents()).forEach(component -> collect(component.getGenericType(), found));
            }
        }
    }

    private static ObjectNode metadata() throws Exception {
        ObjectNode metadata = JSON.createObjectNode();
        ArrayNode reflection = metadata.putArray("reflection");
        Set<String> types = bound().stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
        types.addAll(LOOKED_UP);
        for (String type : types) {
            reflection
                    .addObject()
                    .put("type", type)
                    .put("allDeclaredConstructors", true)
                    .put("allDeclaredMethods", true)
                    .put("allDeclaredFields", true);
        }
        ArrayNode resources = metadata.putArray("resources");
        for (String resource : resources()) {
            resources.addObject().put("glob", resource);
        }
        // LibraryCheck counts the jars that contain OkHttp.
        resources.addObject().put("glob", "okhttp3/OkHttpClient.class");
        return metadata;
    }

    private static Set<String> resources() throws Exception {
        Path root = Path.of("src/main/resources");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith("META-INF/native-image/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Returns the records that can be JSON, the classes with annotations of Jackson, and the converters that those name. */
    private static List<Class<?>> bound() throws Exception {
        return library().stream().filter(NativeImageMetadataTest::isBound).collect(Collectors.toList());
    }

    private static List<Class<?>> library() throws Exception {
        Path root = classes();
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .<Class<?>>map(NativeImageMetadataTest::load)
                    .collect(Collectors.toList());
        }
    }

    private static boolean isBound(Class<?> type) {
        return isAnnotated(type) || isRecordOfTheServer(type) || isInstantiatedByJackson(type);
    }

    private static boolean isRecordOfTheServer(Class<?> type) {
        return type.isRecord()
                && (type == Envelope.class
                        || type.getEnclosingClass() == Envelope.class
                        || type.getPackageName().equals("dev.reader.client.model")
                        || type.getPackageName().equals("dev.reader.client.event"));
    }

    private static boolean isInstantiatedByJackson(Class<?> type) {
        boolean converts = JsonDeserializer.class.isAssignableFrom(type) || JsonSerializer.class.isAssignableFrom(type);
        return converts && Arrays.stream(type.getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0);
    }

    private static boolean isAnnotated(Class<?> type) {
        Stream<AnnotatedElement> elements = Stream.of(
                        Stream.of(type),
                        Arrays.stream(type.getDeclaredMethods()),
                        Arrays.stream(type.getDeclaredFields()),
                        Arrays.stream(type.getDeclaredConstructors()),
                        Arrays.stream(type.getDeclaredConstructors())
                                .map(Constructor::getParameters)
                                .flatMap(Arrays::stream),
                        Arrays.stream(type.getDeclaredMethods())
                                .map(Method::getParameters)
                                .flatMap(Arrays::stream),
                        Arrays.stream(Objects.requireNonNullElse(type.getRecordComponents(), new RecordComponent[0])))
                .flatMap(part -> part);
        return elements.flatMap(element -> Arrays.stream(element.getDeclaredAnnotations()))
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(JacksonAnnotation.class));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ReaderClient.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static ModuleDescriptor descriptor() throws URISyntaxException {
        return ModuleFinder.of(classes())
                .find("dev.reader.client")
                .orElseThrow()
                .descriptor();
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(ReaderClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
