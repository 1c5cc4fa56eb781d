package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.examples.TextTable.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTableTest {
    private static TextTable table() {
        TextTable table = new TextTable(
                Column.of("ID"),
                Column.of("Title").cutAtEnd(8),
                Column.of("Size").right().optional());
        table.add("1", "A title of some length", "10");
        table.add("22", "日本語の長い題名です", "1000");
        return table;
    }

    @Test
    void fits_ifThereIsRoom() {
        assertThat(table().lines(80))
                .containsExactly(
                        "ID  Title                   Size",
                        "1   A title of some length    10",
                        "22  日本語の長い題名です    1000");
    }

    @Test
    void shortensTheTitle_thenLeavesOutTheSize() {
        assertThat(table().lines(20))
                .containsExactly("ID  Title       Size", "1   A title o…    10", "22  日本語の…   1000");
        assertThat(table().lines(16)).containsExactly("ID  Title", "1   A title of …", "22  日本語の長…");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 40, 20, 10, 5, 4})
    void neverExceedsTheWidth(int width) {
        assertThat(table().lines(width)).hasSize(3).allMatch(line -> TerminalText.width(line) <= width);
    }

    @Test
    void aCellHasOneLine() {
        TextTable table = new TextTable(Column.of("Title"));
        table.add("two\nlines\u001B[2J");

        assertThat(table.rows(80)).containsExactly("two lines\uFFFD[2J");
    }

    @Test
    void wrongNumberOfCells() {
        assertThatThrownBy(() -> table().add("1"))
                .hasMessageContaining("1 cells")
                .hasMessageContaining("3 columns");
    }
}
