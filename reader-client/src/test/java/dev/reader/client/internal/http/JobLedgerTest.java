package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.ReaderListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each credit and each end of a job counts once, however often the server tells of it. */
class JobLedgerTest {
    private final List<String> heard = new ArrayList<>();
    private final JobLedger ledger = new JobLedger(
            new ListenerNotifier(new ReaderListener() {
                @Override
                public void onCreditsUsed(CreditsUsed credits) {
                    heard.add(credits.jobId() + " " + credits.credits());
                }
            }),
            () -> heard.add("slot"));

    @Test
    void creditsOfAJob_areReportedAsTheyIncrease() {
        ledger.note("job_1", false, 3);
        ledger.note("job_1", false, null);
        ledger.note("job_1", false, 3);
        ledger.note("job_2", false, 0);
        ledger.note("job_1", true, 10);
        ledger.note("job_1", true, 4);

        assertThat(heard).containsExactly("job_1 3", "job_1 7", "slot");
    }

    @Test
    void endOfAJob_countsAgainAfterARetry() {
        ledger.note("job_1", true, null);
        ledger.note("job_1", true, null);
        ledger.note("job_1", false, null);
        ledger.note("job_1", true, null);

        assertThat(heard).containsExactly("slot", "slot");
    }

    @Test
    void oldestJobs_areForgotten() {
        for (int i = 0; i <= JobLedger.MAX_JOBS; i++) {
            ledger.note("job_" + i, false, 1);
        }
        heard.clear();

        ledger.note("job_1", false, 1);
        ledger.note("job_0", false, 1);

        assertThat(heard).containsExactly("job_0 1");
    }
}
