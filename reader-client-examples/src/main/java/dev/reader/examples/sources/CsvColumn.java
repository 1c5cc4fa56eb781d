package dev.reader.examples.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A column of a CSV file in UTF-8, whose first row names its columns. */
public final class CsvColumn {
    private static final int MAX_HEADER = 64 * 1024;
    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .build();

    private CsvColumn() {}

    /**
     * Returns the values of a column, read as they are taken. Rows that have no value are left out. The separator is a comma,
     * a semicolon or a tab, whichever the first row has.
     *
     * @throws IOException if there is no such column; a row that can't be read makes the stream throw an {@link
     *     UncheckedIOException}
     */
    public static Stream<String> of(InputStream csv, String column) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8), MAX_HEADER);
        String header = withoutByteOrderMark(reader);
        CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator(header));
        MappingIterator<Map<String, String>> rows =
                MAPPER.readerForMapOf(String.class).with(schema).readValues(reader);
        boolean any = next(rows);
        List<String> names = new ArrayList<>();
        ((CsvSchema) rows.getParserSchema()).forEach(each -> names.add(each.getName()));
        if (!names.contains(column)) {
            throw new IOException("no column \"" + column + "\"; the columns are " + String.join(", ", names));
        }
        Iterator<String> values = new Values(rows, column, any);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(values, 0), false)
                .filter(value -> !value.isBlank());
    }

    private static String withoutByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        reader.mark(MAX_HEADER);
        char[] start = new char[MAX_HEADER - 1];
        int length = Math.max(0, reader.read(start, 0, start.length));
        reader.reset();
        return new String(start, 0, length).lines().findFirst().orElse("");
    }

    private static char separator(String header) {
        for (char separator : new char[] {',', ';', '\t'}) {
            if (header.indexOf(separator) >= 0) {
                return separator;
            }
        }
        return ',';
    }

    private static boolean next(MappingIterator<Map<String, String>> rows) throws IOException {
        try {
            return rows.hasNextValue();
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IOException("line " + line + " is not CSV: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads one row ahead. */
    private static final class Values implements Iterator<String> {
        private final MappingIterator<Map<String, String>> rows;
        private final String column;
        private boolean more;

        Values(MappingIterator<Map<String, String>> rows, String column, boolean more) {
            this.rows = rows;
            this.column = column;
            this.more = more;
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public String next() {
            try {
                String value = rows.nextValue().getOrDefault(column, "");
                more = CsvColumn.next(rows);
                return value;
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(new IOException(
                        "line " + e.getLocation().getLineNr() + " is not CSV: " + e.getOriginalMessage(), e));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
