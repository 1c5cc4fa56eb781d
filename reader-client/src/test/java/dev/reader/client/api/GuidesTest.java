package dev.reader.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.ReaderClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares the guides with the code: they mention every public exception, option and package, and no missing class. */
class GuidesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path ERRORS = Path.of("src/main/java/dev/reader/client/error");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern GUARANTEE = Pattern.compile(
            "(?m)^\\| (\\d) \\| \\*\\*.*\\| `internal\\.[a-z]+\\.\\w+` \\| `\\w+Test`(?:, `\\w+Test`)* \\|$");
    private static final Pattern CLASS =
            Pattern.compile("`((?:internal\\.[a-z]+\\.)?[A-Z][a-z]\\w*)(?:\\.[\\w.]+)?(?:\\([^`]*\\))?`");

    @TestFactory
    Stream<DynamicTest> errorsNamesEveryPublicException() throws IOException {
        String page = page("errors.md");
        try (Stream<Path> sources = Files.list(ERRORS)) {
            List<String> names = sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith("Exception.java"))
                    .map(name -> name.replace(".java", ""))
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThan(20);
            return names.stream()
                    .map(name ->
                            DynamicTest.dynamicTest(name, () -> assertThat(page).contains("`" + name + "`")));
        }
    }

    @TestFactory
    Stream<DynamicTest> configurationNamesEveryOptionOfTheClient() throws IOException {
        String page = page("configuration.md");
        Set<String> options = Arrays.stream(ReaderClient.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(method -> method.getName())
                .filter(name -> !name.equals("build"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(options).hasSizeGreaterThan(9);
        return options.stream()
                .map(option ->
                        DynamicTest.dynamicTest(option, () -> assertThat(page).contains("\n| `" + option + "` |")));
    }

    @Test
    void configurationNamesEveryExportedPackage() throws IOException {
        Set<String> exported;
        try (InputStream module = Files.newInputStream(Path.of("target/classes/module-info.class"))) {
            exported = ModuleDescriptor.read(module).exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        }
        Set<String> named = find(Pattern.compile("(?m)^\\| `(dev\\.reader[a-z.]+)` \\|"), page("configuration.md"));
        assertThat(named).isEqualTo(exported);
    }

    @Test
    void everyClassThatArchitectureNamesExists() throws IOException {
        Set<String> sources = sources();
        Set<String> classes =
                find(CLASS, FENCED.matcher(page("architecture.md")).replaceAll(""));
        assertThat(classes).hasSizeGreaterThan(40);
        assertThat(classes)
                .filteredOn(name -> sources.stream().noneMatch(path -> path.endsWith("/" + name.replace('.', '/'))))
                .isEmpty();
    }

    @Test
    void architectureGivesEachGuaranteeOneOwnerAndTests() throws IOException {
        assertThat(find(GUARANTEE, page("architecture.md")))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void indexListsEveryGuide() throws IOException {
        String index = page("index.md");
        for (Path page : pages()) {
            String name = page.getFileName().toString();
            if (page.startsWith(DOCS) && !name.equals("index.md")) {
                assertThat(index).contains("](" + name + ")");
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyLink_resolves() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : find(LINK, FENCED.matcher(Files.readString(page)).replaceAll(""))) {
                if (!link.contains("://")) {
                    tests.add(DynamicTest.dynamicTest(
                            ROOT.relativize(page) + ": " + link, () -> assertResolves(page, link)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(50);
        return tests.stream();
    }

    private static void assertResolves(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        assertThat(target).exists();
        if (hash >= 0) {
            Set<String> anchors = find(
                            HEADING, FENCED.matcher(Files.readString(target)).replaceAll(""))
                    .stream()
                    .map(GuidesTest::anchor)
                    .collect(Collectors.toSet());
            assertThat(anchors).contains(link.substring(hash + 1));
        }
    }

    /** The anchor of a heading on GitHub: lower case, hyphens for spaces, and no punctuation. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String page(String name) throws IOException {
        return Files.readString(DOCS.resolve(name));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(DOCS)) {
            List<Path> pages = new ArrayList<>(
                    docs.filter(file -> file.toString().endsWith(".md")).toList());
            for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
                pages.add(ROOT.resolve(name));
            }
            return pages;
        }
    }

    /** The paths of all Java source files, without the suffix. */
    private static Set<String> sources() throws IOException {
        Set<String> sources = new TreeSet<>();
        for (String module : List.of("reader-client", "reader-client-examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.map(Path::toString)
                        .filter(file -> file.endsWith(".java"))
                        .forEach(file -> sources.add(file.replace('\\', '/').replace(".java", "")));
            }
        }
        return sources;
    }

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
