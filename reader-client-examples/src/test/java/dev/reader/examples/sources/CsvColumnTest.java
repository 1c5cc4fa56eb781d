package dev.reader.examples.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvColumnTest {
    private static InputStream csv(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void column_isFoundByItsName_withQuotesAndLineBreaks() throws IOException {
        String rows = """
                id,"url",name\r
                1,https://a.example/1,"A, ""one""
                of two lines"\r
                2,"https://a.example/2?x=1,2",B\r
                \r
                3,,C\r
                4\r
                """;
        assertThat(CsvColumn.of(csv(rows), "url")).containsExactly("https://a.example/1", "https://a.example/2?x=1,2");
    }

    @Test
    void semicolonsTabsAndAByteOrderMark_areUnderstood() throws IOException {
        assertThat(CsvColumn.of(csv("\uFEFFurl;name\nhttps://a.example/1;A\n"), "url"))
                .containsExactly("https://a.example/1");
        assertThat(CsvColumn.of(csv("name\turl\nA\thttps://a.example/1\n"), "url"))
                .containsExactly("https://a.example/1");
    }

    @Test
    void missingColumn_namesThoseThatThereAre() {
        assertThatThrownBy(() -> CsvColumn.of(csv("id,link\n1,https://a.example/1\n"), "url"))
                .hasMessage("no column \"url\"; the columns are id, link");
    }

    @Test
    void rows_areReadAsTheyAreTaken() throws IOException {
        InputStream rows = csv("url\nhttps://a.example/1\nhttps://a.example/2\n");
        InputStream broken = new SequenceInputStream(rows, new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("read too far");
            }
        });

        assertThat(CsvColumn.of(broken, "url").findFirst()).contains("https://a.example/1");
    }
}
