package dev.reader.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.event.WorkspaceEvent;
import dev.reader.client.model.JobStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir
    private Path folder;

    @Test
    void watchesThreeJobsOfALocalReaderUntilTheyEnd() {
        Program.Result result = new Program(Watch.class, folder).run(Map.of());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("READER_API_KEY is not set").endsWith("All jobs have ended.\n");
        assertThat(result.out().lines().filter(line -> line.contains(" completed ") && line.contains("credit")))
                .hasSize(3);
        assertThat(result.out()).doesNotContain("\u001B");
    }

    @Test
    void redrawsTheTableInPlaceOnATerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JobTable table = JobTable.inPlace(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        table.show(new WorkspaceEvent.JobProgress("job_1", JobStatus.PROCESSING, 1, 4));
        table.show(new WorkspaceEvent.JobProgress("job_2", JobStatus.QUEUED, 0, 0));
        table.show(new WorkspaceEvent.JobCompleted("job_1", JobStatus.COMPLETED, 4, 4, 7));

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("[#####...............]     1 of 4");
        // the cursor moves up over the two rows, and both are drawn again
        String last = text.substring(text.lastIndexOf("\u001B[2A"));
        assertThat(last.lines()).hasSize(2);
        assertThat(last)
                .contains("[####################]     4 of 4     7 credits")
                .contains("job_2");
    }
}
