package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.BatchRequest;
import dev.reader.client.CrawlRequest;
import dev.reader.client.JobRequest;
import dev.reader.client.ReaderClient;
import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import dev.reader.examples.local.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class WatchCommandTest extends CliTest {

    private String createJob(String... urls) {
        return createJob(BatchRequest.of(urls));
    }

    private String createJob(JobRequest request) {
        try (ReaderClient reader =
                ReaderClient.builder().apiKey(KEY).baseUrl(local.baseUrl()).build()) {
            return reader.createJob(request).id();
        }
    }

    @Test
    void job_printsEventsUntilItEnds_evenIfTheStreamIsCut() {
        local.faults().add(Fault.parse("cut-stream:1x2"));
        String jobId = createJob(page("/faq.html"), page("/about.html"));

        Result result = process("watch", jobId);

        assertExitCode(result, 0);
        assertThat(result.out().lines())
                .contains("page\t" + page("/faq.html"), "page\t" + page("/about.html"))
                .endsWith("completed\t2 of 2");
    }

    @Test
    void job_withAFailedPage_asJson() {
        String jobId = createJob(page("/downloads/manual-1998.html"));

        Result result = reader("watch", jobId, "--json");

        assertExitCode(result, 3);
        assertThat(result.out())
                .contains("{\"event\":\"error\",")
                .contains("/downloads/manual-1998.html")
                .contains("\"status\":\"completed\"");
    }

    @Test
    void job_thatFails_andAnUnknownJob() {
        local.faults().add(Fault.parse("fail-job:1"));
        String jobId = createJob(CrawlRequest.of(local.siteUrl()));

        assertExitCode(reader("watch", jobId), 1);
        Result none = process("watch", "job_none");
        assertExitCode(none, 1);
        assertThat(none.err()).contains("404 not_found");
    }

    @Test
    void workspace_untilAJobHasEnded() throws Exception {
        try (RunningProgram program = new RunningProgram(environment(), "watch", "--ends=1", "--json")) {
            program.errorLine("Watching");
            String jobId = createJob(page("/faq.html"));

            List<String> lines = new ArrayList<>();
            do {
                lines.add(program.line());
            } while (!lines.get(lines.size() - 1).contains("job:completed"));

            assertThat(lines).allMatch(line -> line.contains(jobId));
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void workspace_withAWrongKey_fails() {
        Map<String, String> environment = environment();
        environment.put("READER_API_KEY", "rdr_wrong");

        Result result = new Program(ReaderCli.class, folder).run(environment, "watch");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("401 unauthenticated").doesNotContain("rdr_wrong");
    }

    @Test
    void wrongUsage() {
        assertExitCode(reader("watch", "--ends", "0"), 2);
        assertExitCode(reader("watch", "job_1", "--ends", "1"), 2);
    }
}
