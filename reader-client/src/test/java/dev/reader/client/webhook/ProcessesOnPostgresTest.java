package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import dev.reader.client.webhook.InboxDelivery.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs several processes against one database, and kills some. */
@Timeout(180)
@ExtendWith(PostgresExtension.class)
class ProcessesOnPostgresTest {
    private static final String TABLE = "process_delivery";
    private static final String INBOX = "process_inbox";

    private final PostgresServer server;
    private final List<Program> programs = new ArrayList<>();

    ProcessesOnPostgresTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void freshTables() throws SQLException {
        execute("DROP TABLE IF EXISTS " + TABLE);
        execute("DROP TABLE IF EXISTS " + INBOX);
        execute("DROP TABLE IF EXISTS process_effect");
        execute("CREATE TABLE process_effect (delivery TEXT NOT NULL, process BIGINT NOT NULL)");
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (Program program : programs) {
            program.kill();
        }
    }

    @Test
    void createTable_inEightProcessesAtOnce_succeedsInAll() throws Exception {
        for (int i = 0; i < 8; i++) {
            start("create-tables");
        }
        for (Program program : programs) {
            assertThat(program.line()).isEqualTo("ready");
        }
        for (Program program : programs) {
            program.go();
        }
        for (Program program : programs) {
            assertThat(program.line()).isEqualTo("created");
        }
        assertThat(texts("SELECT tablename FROM pg_tables WHERE tablename LIKE 'process\\_%' ORDER BY tablename"))
                .containsExactly(TABLE, "process_effect", INBOX);
    }

    @Test
    void killedWorker_leavesNothing_andAnotherProcessHandlesTheDelivery() throws Exception {
        WebhookInbox inbox = inbox(server.url());
        inbox.createTable();
        store(inbox, "d-1");
        Program killed = start("work");
        assertThat(killed.line()).isEqualTo("ready");
        killed.go();
        // it has written its effect and waits, before the commit
        assertThat(killed.line()).isEqualTo("handling d-1");
        killed.kill();

        Program other = start("work");
        assertThat(other.line()).isEqualTo("ready");
        other.go();
        assertThat(other.line()).isEqualTo("handling d-1");
        other.go();
        assertThat(other.line()).isEqualTo("handled");

        assertThat(texts("SELECT process FROM process_effect")).containsExactly(String.valueOf(other.pid()));
        assertThat(inbox.list(State.HANDLED, 10))
                .extracting(InboxDelivery::attempts)
                .containsExactly(2);
    }

    private void store(WebhookInbox inbox, String id) throws SQLException {
        Map<String, String> headers = Deliveries.completed(id);
        inbox.store(id, Deliveries.VERIFIER.verify(headers::get, Deliveries.BODY));
    }

    private static WebhookInbox inbox(String url) {
        return WebhookInbox.builder(dataSource(url))
                .name(INBOX)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(1))
                .build();
    }

    private static PGSimpleDataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private Program start(String task) throws IOException {
        Program program = new Program(task, server.url());
        programs.add(program);
        return program;
    }

    /** A process that waits for a line before each step, and reports each with a line. */
    private static final class Program {
        private final Process process;
        private final BufferedReader out;

        Program(String task, String url) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            task,
                            url)
                    .redirectError(Redirect.INHERIT)
                    .start();
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        String line() throws IOException {
            return out.readLine();
        }

        void go() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        long pid() {
            return process.pid();
        }

        /** Kills the process, which can't react to that. */
        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What the processes run. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws Exception {
            String url = args[1];
            try (Connection connection = dataSource(url).getConnection()) {
                System.out.println("ready");
                awaitGo();
                if (args[0].equals("create-tables")) {
                    DeliveryTable.builder().name(TABLE).build().create(connection);
                    inbox(url).createTable();
                    System.out.println("created");
                } else {
                    boolean handled = false;
                    while (!handled) {
                        handled = inbox(url).processNext(Main::handle);
                    }
                    System.out.println("handled");
                }
            }
        }

        private static void handle(Connection connection, WebhookEvent event) throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO process_effect VALUES ('" + event.deliveryId() + "', "
                        + ProcessHandle.current().pid() + ")");
            }
            System.out.println("handling " + event.deliveryId());
            awaitGo();
        }

        private static void awaitGo() throws IOException {
            if (System.in.read() < 0) {
                throw new IOException("the test has ended");
            }
        }
    }
}
