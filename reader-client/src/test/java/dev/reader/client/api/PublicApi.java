package dev.reader.client.api;

import dev.reader.client.ReaderClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists every public type and member of the exported packages. */
final class PublicApi {
    private static final int SHOWN = Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT | Modifier.PROTECTED;
    private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

    private final StringBuilder text = new StringBuilder();

    private PublicApi() {}

    static String describe() throws IOException, URISyntaxException {
        PublicApi api = new PublicApi();
        Path classes = Path.of(ReaderClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        for (String name : exportedPackages(classes)) {
            api.text.append("package ").append(name).append("\n\n");
            for (Class<?> type : topLevelTypes(classes, name)) {
                api.type(type);
            }
        }
        return api.text.toString();
    }

    private static List<String> exportedPackages(Path classes) throws IOException {
        try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .sorted()
                    .toList();
        }
    }

    private static List<Class<?>> topLevelTypes(Path classes, String packageName) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes.resolve(packageName.replace('.', '/')))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.equals("package-info.class")) {
                    types.add(load(packageName + "." + name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return types;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is in the build and can't be loaded", e);
        }
    }

    private static boolean isPublic(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private void type(Class<?> type) {
        if (!isPublic(type.getModifiers())) {
            return;
        }
        text.append(header(type)).append('\n');
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isPublic(field.getModifiers()) && !field.isSynthetic()) {
                members.add(field(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isPublic(constructor.getModifiers()) && !constructor.isSynthetic() && !type.isEnum()) {
                members.add(modifiers(constructor) + "<init>" + signature(constructor));
            }
        }
        methods(type).forEach(members::add);
        members.stream()
                .sorted()
                .forEach(member -> text.append("  ").append(member).append('\n'));
        text.append('\n');
        Arrays.stream(type.getDeclaredClasses())
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .forEach(this::type);
    }

    /** The methods of a type, including those inherited from a superclass that is not public. */
    private static List<String> methods(Class<?> type) {
        List<String> methods = new ArrayList<>();
        for (Class<?> owner = type; owner != null; owner = hiddenSuperclass(owner)) {
            for (Method method : owner.getDeclaredMethods()) {
                boolean ofObject = OF_OBJECT.contains(method.getName());
                if (isPublic(method.getModifiers()) && !method.isSynthetic() && !ofObject) {
                    methods.add(modifiers(method) + parameters(method) + TypeText.of(method.getAnnotatedReturnType())
                            + " " + method.getName() + signature(method));
                }
            }
        }
        return methods;
    }

    private static Class<?> hiddenSuperclass(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent == null || isPublic(parent.getModifiers()) ? null : parent;
    }

    private static String parameters(Executable executable) {
        String parameters = TypeText.parameters(executable.getTypeParameters());
        return parameters.isEmpty() ? "" : parameters + " ";
    }

    private static String field(Field field) {
        return modifiers(field.getModifiers()) + TypeText.of(field.getAnnotatedType()) + " " + field.getName();
    }

    private static String signature(Executable executable) {
        String types = TypeText.list(executable.getAnnotatedParameterTypes(), "(", ")");
        return executable.isVarArgs() ? types.replaceFirst("\\[\\]\\)$", "...)") : types;
    }

    private static String modifiers(Executable executable) {
        boolean byDefault = executable instanceof Method method && method.isDefault();
        return (byDefault ? "default " : "") + modifiers(executable.getModifiers());
    }

    private static String modifiers(int modifiers) {
        String shown = Modifier.toString(modifiers & SHOWN);
        return shown.isEmpty() ? "" : shown + " ";
    }

    private static String header(Class<?> type) {
        StringBuilder header = new StringBuilder();
        int modifiers = type.getModifiers();
        if (type.isInterface() || type.isRecord() || type.isEnum()) {
            modifiers &= Modifier.PROTECTED;
        } else if (type.isMemberClass()) {
            modifiers &= ~Modifier.STATIC;
        }
        header.append(modifiers(modifiers));
        if (type.isSealed()) {
            header.append("sealed ");
        }
        header.append(
                        type.isAnnotation()
                                ? "@interface "
                                : type.isInterface()
                                        ? "interface "
                                        : type.isRecord() ? "record " : type.isEnum() ? "enum " : "class ")
                .append(TypeText.name(type))
                .append(TypeText.parameters(type.getTypeParameters()));
        if (type.isRecord()) {
            header.append(TypeText.list(
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getAnnotatedType)
                            .toArray(AnnotatedType[]::new),
                    "(",
                    ")"));
        }
        parents(type, header);
        return header.toString();
    }

    private static void parents(Class<?> type, StringBuilder header) {
        boolean plain = !type.isInterface() && !type.isRecord() && !type.isEnum();
        Class<?> parent = type.getSuperclass();
        if (plain && parent != Object.class && isPublic(parent.getModifiers())) {
            header.append(" extends ").append(TypeText.of(type.getAnnotatedSuperclass()));
        }
        if (type.getInterfaces().length > 0 && !type.isAnnotation()) {
            header.append(TypeText.list(
                    type.getAnnotatedInterfaces(), type.isInterface() ? " extends " : " implements ", ""));
        }
        if (type.isSealed()) {
            header.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(TypeText::name)
                    .sorted() // the order is unspecified and varies between compilers
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
    }
}
