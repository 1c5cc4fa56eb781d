package dev.reader.client.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UrlTableTest {
    private final UrlTable table = new UrlTable();

    private static Hash128 hash(int i) {
        return Hash128.of("https://a.example/" + i);
    }

    @Test
    void manyUrls_areAllFoundWithTheirState() {
        for (int i = 0; i < 100_000; i++) {
            table.add(hash(i));
            if (i % 3 == 0) {
                table.stored(hash(i), hash(-i));
            } else if (i % 3 == 1) {
                table.failed(hash(i), 2);
            }
        }
        for (int i = 0; i < 100_000; i++) {
            UrlState state = table.state(hash(i));
            assertThat(state).isNotNull();
            assertThat(state.contentHash()).isEqualTo(i % 3 == 0 ? hash(-i) : null);
            assertThat(state.failedRound()).isEqualTo(i % 3 == 1 ? 2 : -1);
            assertThat(table.contains(hash(i + 100_000))).isFalse();
        }
    }

    @Test
    void hashesThatShareASlot_areDistinguished() {
        for (int i = 0; i < 2000; i++) {
            table.add(new Hash128(i, 7));
        }
        table.stored(new Hash128(1999, 7), hash(1));
        assertThat(table.state(new Hash128(1999, 7)).contentHash()).isEqualTo(hash(1));
        assertThat(table.state(new Hash128(1998, 7)).isStored()).isFalse();
        assertThat(table.contains(new Hash128(2000, 7))).isFalse();
    }

    @Test
    void failureOfAnUnknownUrl_isIgnored() {
        table.failed(hash(1), 0);
        assertThat(table.contains(hash(1))).isFalse();
    }
}
