package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.Tier;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code status}, {@code credits}, {@code usage} and {@code queue}. */
final class AccountCommandsTest extends CliTest {

    @Override
    LocalReader.Builder settings(LocalReader.Builder builder) {
        return builder.tier(Tier.PRO);
    }

    @Test
    void creditsAndUsage_afterAScrape() {
        assertExitCode(reader("scrape", page("/faq.html")), 0);

        Result credits = process("credits");
        assertExitCode(credits, 0);
        assertThat(credits.out()).startsWith("4999 of 5000 left (pro), resets at 20");
        Result asJson = reader("credits", "--json");
        assertThat(json(asJson).path("balance").intValue()).isEqualTo(4999);
        assertThat(json(asJson).path("tier").textValue()).isEqualTo("pro");

        Result usage = reader("usage", "--limit", "5");
        assertExitCode(usage, 0);
        assertThat(usage.out()).matches("20\\S+Z\tsuccess\t1\t" + page("/faq.html") + "\n");
        assertThat(json(reader("usage", "--json")).at("/0/url").textValue()).isEqualTo(page("/faq.html"));
    }

    @Test
    void queueAndStatus() {
        Result queue = reader("queue");
        assertExitCode(queue, 0);
        assertThat(queue.out()).isEqualTo("0 active, 0 waiting, limit 10\n");
        assertThat(json(reader("queue", "--json")).path("maxConcurrency").intValue())
                .isEqualTo(10);

        Result status = process("status");
        assertExitCode(status, 0);
        assertThat(status.out()).contains(local.baseUrl() + ", connected").contains("5000 of 5000 left");
        assertThat(json(reader("status", "--json")).path("connected").booleanValue())
                .isTrue();
    }

    @Test
    void wrongKey_fails() {
        Map<String, String> environment = environment();
        environment.put("READER_API_KEY", "rdr_wrong");

        for (String command : new String[] {"status", "credits", "usage", "queue"}) {
            Result result = new Program(ReaderCli.class, folder).run(environment, command);
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("401 unauthenticated").doesNotContain("rdr_wrong");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void apiKeys_createListAndRevoke() {
        Result created = process("api-keys", "create", "--name", "laptop", "--json");
        assertExitCode(created, 0);
        String id = json(created).path("id").textValue();
        String key = json(created).path("key").textValue();
        assertThat(key).startsWith("rdr_");

        Result list = reader("api-keys");
        assertExitCode(list, 0);
        assertThat(list.out())
                .containsPattern(id + "\tactive\t" + key.substring(key.length() - 4) + "\tlaptop\t")
                .doesNotContain(key);
        assertThat(json(reader("api-keys", "--json")).toString()).contains(id).doesNotContain(key);

        Result revoked = reader("api-keys", "revoke", id);
        assertExitCode(revoked, 0);
        assertThat(revoked.out()).isEqualTo(id + "\trevoked\n");
        Map<String, String> environment = environment();
        environment.put("READER_API_KEY", key);
        Result refused = new Program(ReaderCli.class, folder).run(environment, "credits");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("401 unauthenticated").doesNotContain(key);
        assertExitCode(reader("api-keys", "revoke", "key_none"), 1);
    }

    @Test
    void usage_rejectsALimitBelowOne() {
        assertExitCode(reader("usage", "--limit", "0"), 2);
    }
}
