package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalTextTest {

    @Test
    void line_removesWhatATerminalActsOn() {
        assertThat(TerminalText.line("a\u001B[31mb\u0007c\u009B2Jd\u007Fe"))
                .isEqualTo("a\uFFFD[31mb\uFFFDc\uFFFD2Jd\uFFFDe");
        assertThat(TerminalText.line("\u202Egpj\u2066\u200F\u061C")).isEqualTo("\uFFFDgpj\uFFFD\uFFFD\uFFFD");
        assertThat(TerminalText.line("a\r\nb\nc\td\u2028e\u0085f")).isEqualTo("a b c d e f");
        assertThat(TerminalText.line("\uD83D lone")).isEqualTo("\uFFFD lone");
        assertThat(TerminalText.line("日本 👩‍💻 é")).isEqualTo("日本 👩‍💻 é");
    }

    @Test
    void document_keepsLinesAndTabs() {
        assertThat(TerminalText.document("a\r\n\tb\rc\u001Bd\n")).isEqualTo("a\n\tb\uFFFDc\uFFFDd\n");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "日本, 4", "😀, 2", "❤️, 2", "e\u0301, 1", "'', 0"})
    void width(String text, int expected) {
        assertThat(TerminalText.width(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef, abcdef",
        "abcdef, 4, abc…, …def",
        "日本語文字, 5, 日本…, …文字",
        "日本語文字, 6, 日本…, …文字",
        "xe\u0301e\u0301e\u0301, 3, xe\u0301…, …e\u0301e\u0301",
        "abc, 1, …, …",
        "abc, 0, '', ''"
    })
    void startAndEnd_cutBetweenCharacters(String text, int columns, String start, String end) {
        assertThat(TerminalText.start(text, columns)).isEqualTo(start);
        assertThat(TerminalText.end(text, columns)).isEqualTo(end);
    }
}
