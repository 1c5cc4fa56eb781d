package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.reader.client.internal.http.Libraries.Sse;
import dev.reader.client.internal.http.LibraryCheck.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryCheckTest {

    @Test
    void acceptsTheVersionsOfThisBuild() {
        Libraries found = Libraries.present();

        assertThat(found.okHttp()).startsWith("5.");
        assertThat(found.okHttpJars()).hasSize(1);
        assertThat(found.sse()).isEqualTo(Sse.VERSION_5);
        assertThat(found.okioSockets()).isTrue();
        assertThat(found.kotlinEnums()).isTrue();
        assertThat(found).asString().containsPattern("; kotlin-stdlib 2\\.\\d+\\.\\d+$");
        assertThat(found.jacksonFailure()).isNull();
        assertThat(LibraryCheck.warning(found)).isNull();
        assertThatCode(LibraryCheck::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "5.5.1, VERSION_5, true, 2.22.4, 2.22.4",
        "5.1.0, VERSION_5, false, 2.15.0, 2.15.0",
        "5.5.1, VERSION_4, true, 2.22.4, 2.22.4",
        "4.12.0, VERSION_4, false, 2.22.4, 2.22.4",
        "4.12.0, VERSION_5, true, 2.22.4, 2.22.4",
        "6.0.0-alpha.1, VERSION_5, true, 2.22.4, 2.22.4"
    })
    void acceptsVersionsThatWorkTogether(String okHttp, Sse sse, boolean sockets, String core, String databind) {
        assertThat(LibraryCheck.problem(found(okHttp, sse, sockets, core, databind)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "4.11.0, VERSION_4, true, 2.22.4, 2.22.4, OkHttp is too old, okhttp-bom",
        ", VERSION_5, true, 2.22.4, 2.22.4, OkHttp is too old, okhttp-bom",
        "5.5.1, UNUSABLE, true, 2.22.4, 2.22.4, okhttp-sse is missing or does not match OkHttp, okhttp-bom",
        "5.2.0, VERSION_5, false, 2.22.4, 2.22.4, Okio is too old for OkHttp 5.2.0, okio-bom",
        "5.5.1, VERSION_5, true, 2.14.3, 2.22.4, Jackson is too old, jackson-bom",
        "5.5.1, VERSION_5, true, 2.22.4, 2.14.3, Jackson is too old, jackson-bom"
    })
    void refusesOthersWithTheLinesForThePom(
            @Nullable String okHttp,
            Sse sse,
            boolean sockets,
            String core,
            String databind,
            String reason,
            String bom) {
        assertThat(LibraryCheck.problem(found(okHttp, sse, sockets, core, databind)))
                .startsWith(reason)
                .contains("OkHttp " + (okHttp == null ? "3 or older" : okHttp) + " in file:/first.jar;")
                .contains("jackson-core " + core + "; jackson-databind " + databind)
                .contains("<dependencyManagement>")
                .containsPattern("<artifactId>" + bom + "</artifactId>\n *<version>\\d+\\.\\d+\\.\\d+</version>");
    }

    @Test
    void refusesPartsOfJacksonThatDoNotMatch() {
        Libraries found = new Libraries(
                "5.5.1",
                List.of("file:/first.jar"),
                Sse.VERSION_5,
                true,
                true,
                "2.22.4",
                "2.22.4",
                new NoClassDefFoundError("com/fasterxml/jackson/annotation/JsonSerializeAs"));

        assertThat(LibraryCheck.problem(found))
                .startsWith("the parts of Jackson do not match (java.lang.NoClassDefFoundError: com/fasterxml/")
                .contains("<artifactId>jackson-bom</artifactId>");
    }

    @ParameterizedTest
    @CsvSource({"5.1.0, true", "5.5.1, true", "4.12.0, false"})
    void refusesAKotlinThatIsTooOldForOkHttp5(String okHttp, boolean refused) {
        Libraries found =
                new Libraries(okHttp, List.of("file:/first.jar"), Sse.VERSION_5, true, false, "2.22.4", "2.22.4", null);

        if (refused) {
            assertThat(LibraryCheck.problem(found))
                    .startsWith("kotlin-stdlib is too old")
                    .containsPattern("<artifactId>kotlin-bom</artifactId>\n *<version>\\d+\\.\\d+\\.\\d+</version>");
        } else {
            assertThat(LibraryCheck.problem(found)).isNull();
        }
    }

    @Test
    void warnsOfTwoVersionsOfOkHttp() {
        Libraries found = new Libraries(
                "5.5.1",
                List.of("file:/first.jar", "file:/second.jar"),
                Sse.VERSION_4,
                true,
                true,
                "2.22.4",
                "2.22.4",
                null);

        assertThat(LibraryCheck.problem(found)).isNull();
        assertThat(LibraryCheck.warning(found))
                .contains("file:/first.jar and file:/second.jar")
                .contains("<artifactId>okhttp-bom</artifactId>");
    }

    @ParameterizedTest
    @CsvSource({"5.5.1, 5, 5", "4.12.0, 4, 12", "5.0.0-alpha.14, 5, 0", "2.22.4-SNAPSHOT, 2, 22", "5.1, 5, 1"})
    void readsAVersion(String text, int major, int minor) {
        assertThat(Version.of(text)).isEqualTo(new Version(major, minor));
    }

    @Test
    void trustsAVersionThatItCannotRead() {
        assertThat(Version.of("(unknown)").isBefore(new Version(99, 0))).isFalse();
    }

    private static Libraries found(@Nullable String okHttp, Sse sse, boolean sockets, String core, String databind) {
        return new Libraries(okHttp, List.of("file:/first.jar"), sse, sockets, true, core, databind, null);
    }
}
