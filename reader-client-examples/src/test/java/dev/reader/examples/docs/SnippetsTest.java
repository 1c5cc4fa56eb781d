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

/** Checks that every Java and Kotlin block of the README and the guides occurs in a compiled source, ignoring white space. */
final class SnippetsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern CODE_BLOCK =
            Pattern.compile("^```(?:java|kotlin)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final List<String> SOURCES = List.of("reader-client-examples/src", "reader-client/src/it-drills");

    @TestFactory
    Stream<DynamicTest> everySnippetIsCompiled() throws IOException {
        String sources = compiledSources();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = CODE_BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                String snippet = block.group(1);
                tests.add(DynamicTest.dynamicTest(
                        ROOT.relativize(page) + ": "
                                + snippet.lines().findFirst().orElse(""),
                        () -> assertThat(sources.contains(withoutSpace(snippet)))
                                .as("no source contains:%n%s", snippet)
                                .isTrue()));
            }
        }
        return tests.stream();
    }

    @Test
    void readmeHasAnExample() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).containsPattern(CODE_BLOCK);
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
        List<String> texts = new ArrayList<>();
        for (String folder : SOURCES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path source : files.filter(SnippetsTest::isSource).toList()) {
                    texts.add(withoutSpace(Files.readString(source)));
                }
            }
        }
        return texts.stream().collect(Collectors.joining("\n"));
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java") || file.toString().endsWith(".kt");
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
