package dev.reader.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Generates the table of docs/compatibility.md from the POMs of the consumer projects. To regenerate it, run this test with
 * {@code -Dcompatibility.update}.
 */
class CompatibilityPageTest {
    private static final Path PAGE = Path.of("../docs/compatibility.md");
    private static final String BEGIN = "<!-- generated from the POMs -->\n";
    private static final String END = "<!-- end -->\n";
    private static final Map<String, String> RUN_BY =
            Map.of("it", "every build", "it-drills", "`-Pdrills`", "it-newest", "`-Pnewest`");
    private static final Pattern COMMENT = Pattern.compile("<!--\\s*(.*?)\\s*-->", Pattern.DOTALL);
    private static final Pattern VERSIONED = Pattern.compile(
            "<(?:dependency|parent)>\\s*(?:<!--.*?-->\\s*)?"
                    + "<groupId>(?!consumer<)[^<]+</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern PROPERTY = Pattern.compile("[$@]\\{?([\\w.-]+)[}@]");
    private static final Pattern BUILD = Pattern.compile("<build>.*</build>", Pattern.DOTALL);

    @Test
    void table_matchesThePoms() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String now = page.substring(0, begin) + table() + page.substring(page.indexOf(END));
        if (System.getProperty("compatibility.update") != null) {
            Files.writeString(PAGE, now);
        }

        assertThat(Files.readString(PAGE))
                .as("the consumer projects changed; run this test with -Dcompatibility.update")
                .isEqualTo(now);
    }

    @Test
    void healthIndicators_differByTheirImportsAlone() throws IOException {
        String path = "java/com/example/pages/ReaderHealthIndicator.java";
        String boot4 = Files.readString(Path.of("src/it-drills/spring-boot/src/health", path));
        String boot3 = Files.readString(Path.of("src/it-drills/spring-boot-3/src/main", path));

        assertThat(boot3)
                .isEqualTo(boot4.replace(
                        "org.springframework.boot.health.contributor", "org.springframework.boot.actuate.health"));
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("| project | run by | configuration | versions |\n|---|---|---|---|\n");
        for (String folder : List.of("it", "it-drills", "it-newest")) {
            for (Path pom : poms(Path.of("src", folder))) {
                String text = Files.readString(pom);
                Path project = Path.of("src", folder).relativize(pom.getParent());
                if (text.contains("<packaging>pom</packaging>")) {
                    continue;
                }
                table.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                project.toString().replace('\\', '/'),
                                RUN_BY.get(folder),
                                description(text, pom),
                                versions(text)));
            }
        }
        return table.toString();
    }

    private static List<Path> poms(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("pom.xml")).sorted().toList();
        }
    }

    private static String description(String pom, Path file) {
        Matcher comment = COMMENT.matcher(pom);
        assertThat(comment.find())
                .as("%s begins with a comment that describes the project", file)
                .isTrue();
        return comment.group(1).replaceAll("\\s+", " ").replace("|", "\\|");
    }

    /** Returns every version that the project itself names, of its parent, its BOMs and its dependencies. */
    private static String versions(String pom) throws IOException {
        List<String> versions = new ArrayList<>();
        for (MatchResult match :
                VERSIONED.matcher(BUILD.matcher(pom).replaceAll("")).results().toList()) {
            String artifact = match.group(1);
            if (!artifact.startsWith("reader-client")) {
                versions.add(artifact + " " + resolved(match.group(2), pom));
            }
        }
        return versions.isEmpty()
                ? "those of the library"
                : versions.stream().distinct().collect(Collectors.joining(", "));
    }

    private static String resolved(String version, String pom) throws IOException {
        Matcher property = PROPERTY.matcher(version);
        if (!property.matches()) {
            return version;
        }
        for (String text : List.of(pom, Files.readString(Path.of("../pom.xml")))) {
            Matcher value = Pattern.compile("<" + Pattern.quote(property.group(1)) + ">([^<]+)<")
                    .matcher(text);
            if (value.find()) {
                return resolved(value.group(1), Files.readString(Path.of("../pom.xml")));
            }
        }
        throw new AssertionError("no POM defines the version " + version);
    }
}
