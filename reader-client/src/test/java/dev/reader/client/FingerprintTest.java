package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void changeOfAnyCharacter_showsWhereverItIs() {
        Set<Long> seen = new HashSet<>();
        for (int length : new int[] {1, 7, 8, 15, 16, 17, 31, 33, 8191, 8192, 8193, 20_000}) {
            StringBuilder text = new StringBuilder("a".repeat(length));
            assertThat(seen.add(Fingerprint.of(text.toString()))).isTrue();
            for (int i = 0; i < length; i += Math.max(1, length / 100)) {
                text.setCharAt(i, 'b');
                assertThat(seen.add(Fingerprint.of(text.toString()))).isTrue();
                text.setCharAt(i, 'ü');
                assertThat(seen.add(Fingerprint.of(text.toString()))).isTrue();
                text.setCharAt(i, 'a');
            }
        }
    }

    @Test
    void textsOfTheSameHashCode_differ() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(Fingerprint.of("Aa")).isNotEqualTo(Fingerprint.of("BB"));
    }

    @Test
    void hundredThousandTextsInARow_differ() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            seen.add(Fingerprint.of("https://a.example/page/" + i));
        }
        assertThat(seen).hasSize(100_000);
    }

    @Test
    void failedPage_isNoReadOne() {
        assertThat(Fingerprint.ofFailed("https://a.example/", "x"))
                .isNotEqualTo(Fingerprint.ofFailed("https://a.example/", "y"))
                .isNotEqualTo(Fingerprint.of("https://a.example/"));
    }
}
