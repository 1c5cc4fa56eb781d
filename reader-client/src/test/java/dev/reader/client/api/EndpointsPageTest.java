package dev.reader.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.error.ErrorResponse;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.internal.json.Json;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares {@code docs/endpoints.md} with the code and with the contract. */
class EndpointsPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| `([A-Za-z0-9_.]+)` \\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w./-])[a-z][a-z]*(?:[A-Z_][A-Za-z0-9]*|[0-9])*(?![\\w/-])");
    private static final String[] PACKAGES = {"", "model.", "error.", "event.", "webhook."};

    /** Words in the contract that are not names of fields, values or codes. */
    private static final Set<String> NO_NAMES = Set.of(
            "true",
            "data", // the envelope has no Java type
            "success",
            "rdr_",
            "stealth", // obsolete modes
            "auto",
            "wsEndpoint",
            "sha256",
            "ping");

    private record Row(String wire, String java) {}

    private static List<Row> rows() throws IOException {
        Matcher row = ROW.matcher(Files.readString(DOCS.resolve("endpoints.md")));
        List<Row> rows = new ArrayList<>();
        while (row.find()) {
            rows.add(new Row(row.group(1), row.group(2)));
        }
        return rows;
    }

    private static @Nullable Class<?> type(String name) {
        return Arrays.stream(PACKAGES)
                .map(in -> find("dev.reader.client." + in + name.replace('.', '$')))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Class<?> find(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static boolean hasMember(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals(name))
                || Arrays.stream(type.getFields())
                        .anyMatch(field -> field.getName().equals(name));
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    @TestFactory
    Stream<DynamicTest> everyJavaName_exists() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.wire() + " is " + row.java(), () -> {
                    Class<?> whole = type(row.java());
                    if (whole != null) {
                        assertThat(Modifier.isPublic(whole.getModifiers())).isTrue();
                        return;
                    }
                    Class<?> type =
                            type(row.java().substring(0, Math.max(0, row.java().lastIndexOf('.'))));
                    assertThat(type).as("the type of " + row.java()).isNotNull();
                    assertThat(hasMember(type, lastOf(row.java())))
                            .as(row.java())
                            .isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyRecordComponent_hasItsJsonName() throws IOException {
        return rows().stream()
                .filter(row -> row.java().indexOf('.') > 0)
                .filter(row -> isModelComponent(row.java()))
                .map(row -> DynamicTest.dynamicTest(row.java(), () -> {
                    Class<?> type = type(row.java().substring(0, row.java().lastIndexOf('.')));
                    assertThat(Json.propertyNames(type).get(lastOf(row.java()))).isEqualTo(lastOf(row.wire()));
                }));
    }

    private static boolean isModelComponent(String java) {
        Class<?> type = type(java.substring(0, java.lastIndexOf('.')));
        return type != null
                && type.isRecord()
                && type.getPackageName().equals("dev.reader.client.model")
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(lastOf(java)));
    }

    @Test
    void everyModelComponent_isDocumented() throws IOException {
        Set<String> shown = rows().stream().map(Row::java).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Class<?> record : jsonRecords()) {
            for (RecordComponent component : record.getRecordComponents()) {
                String name = record.getSimpleName() + "." + component.getName();
                if (!component.getName().equals("additionalProperties") && !shown.contains(name)) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** The model records that are read from JSON, without value types and types that the client assembles. */
    private static List<Class<?>> jsonRecords() throws IOException {
        Set<String> own = Set.of("JobProgress", "ResultPage", "CreatedApiKey");
        List<Class<?>> records = new ArrayList<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/reader/client/model"))) {
            for (Path source : sources.sorted().toList()) {
                String name = source.getFileName().toString().replace(".java", "");
                Class<?> type = name.equals("package-info") ? null : type(name);
                if (type != null && type.isRecord() && !own.contains(name) && !Json.isWrittenAsText(type)) {
                    records.add(type);
                }
            }
        }
        assertThat(records).hasSizeGreaterThan(8);
        return records;
    }

    @Test
    void everyRequestOption_isDocumented() throws IOException {
        Set<String> shown = rows().stream().map(row -> lastOf(row.java())).collect(Collectors.toSet());
        Set<String> options = new TreeSet<>();
        for (String builder : new String[] {
            "ReadRequest.Builder",
            "JobRequest.Builder",
            "BatchRequest.Builder",
            "CrawlRequest.Builder",
            "ScrapeRequest.Builder"
        }) {
            for (var method : type(builder).getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !method.isSynthetic()
                        && !method.getName().equals("build")) {
                    options.add(method.getName());
                }
            }
        }
        assertThat(options).hasSizeGreaterThan(12);
        assertThat(shown).containsAll(options);
    }

    @TestFactory
    Stream<DynamicTest> everyErrorCode_mapsToDocumentedType() throws IOException {
        return rows().stream()
                .filter(row -> row.java().endsWith("Exception") && !row.java().contains("."))
                .map(row -> DynamicTest.dynamicTest(
                        row.wire(),
                        () -> assertThat(ReaderApiException.of(new ErrorResponse(
                                        418, row.wire(), null, null, null, null, "GET", "/", 1, "", null)))
                                .isExactlyInstanceOf(type(row.java()))));
    }

    @TestFactory
    Stream<DynamicTest> everyContractName_isDocumented() throws IOException {
        String wire = rows().stream().map(Row::wire).collect(Collectors.joining(" "));
        Set<String> onThePage = new TreeSet<>(List.of(wire.split("[ .]")));
        onThePage.addAll(rows().stream().map(Row::wire).toList());
        String contract = contract();
        String fields =
                contract.substring(contract.indexOf("## 1. Basics"), contract.indexOf("## 8. Recommended practice"));
        Set<String> names = new TreeSet<>();
        Matcher code = CODE.matcher(fields.replaceAll("(?s)```.*?```", ""));
        while (code.find()) {
            Matcher name = NAME.matcher(withoutPaths(code.group(1)));
            while (name.find()) {
                names.add(name.group());
            }
        }
        names.removeAll(NO_NAMES);
        assertThat(names).hasSizeGreaterThan(100);
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> assertThat(onThePage).contains(name)));
    }

    private static String contract() throws IOException {
        return Files.readString(DOCS.resolve("reader-api.md"));
    }

    private static String withoutPaths(String code) {
        return code.replaceAll("https?://\\S+|/v1/\\S+|x-[a-z-]+|\\w+[:.][a-z.]+", " ");
    }

    @TestFactory
    Stream<DynamicTest> everyContractEndpoint_isDocumented() throws IOException {
        Set<String> shown = rows().stream().map(Row::wire).collect(Collectors.toSet());
        Matcher endpoint = Pattern.compile("`((?:GET|POST|PUT|PATCH|DELETE) /v1/[a-z{}/-]+)")
                .matcher(contract());
        Set<String> endpoints = new TreeSet<>();
        while (endpoint.find()) {
            endpoints.add(endpoint.group(1));
        }
        assertThat(endpoints).hasSizeGreaterThan(15);
        return endpoints.stream()
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> assertThat(shown).contains(name)));
    }
}
