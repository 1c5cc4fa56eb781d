package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks that every Java block of the README and the guides occurs in a compiled source, ignoring white space. */
final class SnippetsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> everySnippetIsCompiled() throws IOException {
        String sources = compiledSources();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = JAVA_BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                String snippet = block.group(1);
                tests.add(DynamicTest.dynamicTest(
                        ROOT.relativize(page) + ": "
                                + snippet.lines().findFirst().orElse(""),
                        () -> assertThat(sources.contains(withoutSpace(snippet)))
                                .as("no source of the examples contains:%n%s", snippet)
                                .isTrue()));
            }
        }
        return tests.stream();
    }

    @Test
    void readmeHasAnExample() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).containsPattern(JAVA_BLOCK);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.filter(SnippetsTest::isMarkdown))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isMarkdown(Path file) {
        return file.toString().endsWith(".md");
    }

    private static String compiledSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("reader-client-examples/src"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> texts = new ArrayList<>();
            for (Path source : sources) {
                texts.add(withoutSpace(Files.readString(source)));
            }
            return texts.stream().collect(Collectors.joining("\n"));
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
