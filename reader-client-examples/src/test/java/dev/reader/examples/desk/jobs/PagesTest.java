package dev.reader.examples.desk.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.model.Page;
import org.junit.jupiter.api.Test;

class PagesTest {
    @Test
    void text_ofAReasonableLength_isStoredWhole() {
        assertThat(stored("x".repeat(2_000_000))).isEqualTo("x".repeat(2_000_000));
    }

    @Test
    void text_thatIsTooLong_isCut_andTellsSo() {
        assertThat(stored("x".repeat(2_000_001)))
                .startsWith("xxx")
                .endsWith("x\n\n*The rest is not stored: the text has 2000001 characters.*");
    }

    private static String stored(String markdown) {
        Page page = Page.builder("https://example.com").markdown(markdown).build();
        return String.valueOf(Pages.toRow("job", 1, page).page().markdown());
    }
}
