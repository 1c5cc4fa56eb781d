package dev.reader.examples.cli;

import dev.reader.client.run.BatchRun;
import dev.reader.client.run.RunPage;
import dev.reader.examples.FileErrors;
import dev.reader.examples.MarkdownFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the pages of a run, each exactly once, whatever kills the process.
 *
 * <p>Markdown files are named after the page's key and replaced as a whole, so that a page that comes again writes the same
 * file. A file of JSON Lines is cut to the length that the ledger has noted, in the same transaction as the pages, before
 * anything is appended.
 */
abstract sealed class RunOutput implements AutoCloseable {
    private RunOutput() {}

    /** Opens the output of a run. */
    static RunOutput open(RunBook.Entry entry) throws IOException {
        Path folder = Path.of(entry.output());
        FileErrors.prepareFolder(folder);
        return entry.json() ? new JsonLines(entry, file(entry)) : new Markdown(MarkdownFiles.in(folder));
    }

    /** Returns where the pages of a run go. */
    static Path file(RunBook.Entry entry) {
        Path folder = Path.of(entry.output());
        return entry.json() ? folder.resolve(entry.name() + ".jsonl") : folder;
    }

    /** Sets the handler of a run. */
    abstract void handle(BatchRun.Builder run);

    @Override
    public abstract void close() throws IOException;

    private static final class Markdown extends RunOutput {
        private final MarkdownFiles files;

        Markdown(MarkdownFiles files) {
            this.files = files;
        }

        @Override
        void handle(BatchRun.Builder run) {
            run.onPage(page -> {
                files.replace(page.page(), page.key());
            });
        }

        @Override
        public void close() {}
    }

    private static final class JsonLines extends RunOutput {
        private final String name;
        private final FileChannel file;

        JsonLines(RunBook.Entry entry, Path path) throws IOException {
            name = entry.name();
            if (!entry.planned() && Files.exists(path) && Files.size(path) > 0) {
                throw new UsageException(path + " exists; remove it, or choose another folder or name for the run");
            }
            file = FileErrors.on(
                    path, () -> FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            if (file.size() < entry.written()) {
                long size = file.size();
                file.close();
                throw new UsageException(path + " has " + size + " bytes, but the run has written " + entry.written()
                        + "; restore the file, or start again under another name");
            }
            file.truncate(entry.written());
            file.position(entry.written());
        }

        @Override
        void handle(BatchRun.Builder run) {
            run.onPage(this::append);
        }

        private void append(RunPage page, Connection transaction) throws IOException, SQLException {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("key", page.key());
            line.put("url", page.url());
            line.put("change", page.change());
            line.put("contentHash", page.contentHash());
            line.put("page", page.page());
            ByteBuffer bytes = ByteBuffer.wrap((CliJson.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            RunBook.written(transaction, name, file.position());
        }

        @Override
        public void close() throws IOException {
            file.force(true);
            file.close();
        }
    }
}
