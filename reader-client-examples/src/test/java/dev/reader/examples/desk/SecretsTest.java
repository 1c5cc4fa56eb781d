package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.webhook.WebhookInbox;
import dev.reader.client.webhook.WebhookVerifier;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.web.Tokens;
import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks for every secret in everything that an instance, started as a program, stores, prints and serves. */
@Tag("drill")
@Timeout(300)
class SecretsTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String PROXY_VALUE = "known-to-the-proxy-only";
    private static final String ORDERS_KEY = "key-of-the-marketplace";
    private static final String SECRET = "the secret of this cluster";
    private static final String WRONG_PASSWORD = "tried-by-a-stranger";
    private static final String LOGIN = "anyone:" + PASSWORD;

    private final Map<String, String> served = new LinkedHashMap<>();

    @TempDir
    Path directory;

    @Test
    void noSecret_isStored_printed_orServed() throws Exception {
        String database = "jdbc:h2:file:" + directory.resolve("desk").toAbsolutePath();
        String webhookSecret = new DeskSecrets(SECRET).webhookSecret();
        addDeadLetter(database);
        Map<String, String> secrets = new LinkedHashMap<>();
        String output;
        try (LocalReader reader = LocalReader.builder().withoutChromium().start()) {
            secrets.put("the API key", reader.apiKey());
            reader.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, 2).on("/v1/read"));
            try (DeskInstance instance = DeskInstance.start(
                    Map.of(
                            "READER_API_KEY",
                            reader.apiKey(),
                            "READER_API_URL",
                            reader.baseUrl(),
                            "READER_DESK_DATABASE",
                            database,
                            "READER_DESK_PUBLIC_URL",
                            "http://127.0.0.1:9",
                            "READER_DESK_PASSWORD",
                            PASSWORD,
                            "READER_DESK_PROXY_HEADER",
                            "X-Desk-Proxy: " + PROXY_VALUE,
                            "READER_DESK_ORDERS_KEY",
                            ORDERS_KEY,
                            "READER_DESK_SECRET",
                            SECRET),
                    "--json-logs")) {
                secrets.putAll(use(instance, reader, webhookSecret));
                output = instance.stop();
            }
        }
        secrets.put("the password", PASSWORD);
        secrets.put(
                "the header of a login", Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8)));
        secrets.put("a wrong password", WRONG_PASSWORD);
        secrets.put("the proxy's value", PROXY_VALUE);
        secrets.put("the key of the orders", ORDERS_KEY);
        secrets.put("the secret", SECRET);
        secrets.put("the webhook's secret", webhookSecret);
        Tokens tokens = new Tokens(SECRET.getBytes(StandardCharsets.UTF_8));
        secrets.put("the key of the forms", tokens.sign("forms"));
        secrets.put("the key of the links", tokens.sign("links"));

        String stored = dump(database);
        assertThat(stored).contains("desk_order", "o-1", "delivery-of-a-test", "desk_sample", "scheduled_tasks");
        assertThat(output).contains("registered the webhook", "\"level\":\"INFO\"");
        assertThat(output).as("log of a normal stop").doesNotContain("can't be given back", "\"level\":\"ERROR\"");
        secrets.forEach((name, secret) -> {
            assertAbsent(name, secret, "the database", stored);
            assertAbsent(name, secret, "the log", output);
            if (!name.contains("a form")) {
                served.forEach((place, text) -> assertAbsent(name, secret, place, text));
            }
        });
    }

    /** Stores a delivery whose handler has failed for good. */
    private static void addDeadLetter(String url) throws SQLException {
        try (Database database = Database.open(url)) {
            WebhookInbox inbox =
                    WebhookInbox.builder(database.dataSource()).maxAttempts(1).build();
            inbox.store(
                    "delivery-of-a-test",
                    WebhookVerifier.parseUnverified(
                            Map.of("X-Reader-Event", "job.completed")::get,
                            "{\"jobId\":\"unknown\"}".getBytes(StandardCharsets.UTF_8)));
            inbox.processNext((connection, event) -> {
                throw new IllegalStateException("can't be handled");
            });
        }
    }

    /** Uses everything that the desk offers, and returns the secrets of the session. */
    private Map<String, String> use(DeskInstance instance, LocalReader reader, String webhookSecret) throws Exception {
        String url = instance.url();
        String login = "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8));
        DeskClient client = new DeskClient(url, "Authorization", login);
        DeskClient stranger = new DeskClient(url);
        keep(
                "the answer to a wrong login",
                stranger.get(
                        "/jobs",
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("x:" + WRONG_PASSWORD).getBytes(StandardCharsets.UTF_8))));
        keep("the answer to a wrong proxy", stranger.get("/jobs", "X-Desk-Proxy", WRONG_PASSWORD));
        keep(
                "the answer to a trace",
                stranger.send(HttpRequest.newBuilder(URI.create(url + "/healthz"))
                        .method("TRACE", HttpRequest.BodyPublishers.noBody())
                        .header("X-Desk-Proxy", PROXY_VALUE)
                        .build()));
        HttpResponse<String> first = client.get("/jobs");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        String path = client.submit(
                Map.of("urls", reader.siteUrl() + "\n" + reader.site().url("/gone.html")));
        keep("the page of a job", client.get(path, "X-Desk-Proxy", PROXY_VALUE));
        client.awaitState(path, "completed");
        for (String order : List.of("o-1", "o-2")) {
            keep("an order", stranger.send(order(url, order, reader.siteUrl())));
        }
        client.await("/jobs", body -> !body.contains("state processing") && !body.contains("state submitting"));
        keep("the status of an order", stranger.get("/orders/o-1/status", "Authorization", "Bearer " + ORDERS_KEY));
        keep("a refused order", stranger.get("/orders/o-1/status", "Authorization", "Bearer wrong"));
        String delivery = UUID.randomUUID().toString();
        assertThat(stranger.deliver("job.completed", "{\"jobId\":\"other\"}", delivery, webhookSecret))
                .isEqualTo(200);
        assertThat(stranger.deliver(
                        "job.completed", "{\"jobId\":\"other\"}", delivery, "a wrong secret of some length"))
                .isEqualTo(401);
        client.await("/account", body -> body.contains("Credits left</span><strong>"));
        for (String page : List.of(
                "/jobs",
                path,
                path + "/pages/1",
                path + "/pages/2",
                "/search?q=the",
                "/account",
                "/account/samples.json",
                "/deliveries",
                "/metrics",
                "/healthz",
                "/nothing",
                "/assets/desk.js")) {
            keep(page, client.get(page));
        }
        assertThat(served.get("/deliveries")).contains("can&#39;t be handled", "http://127.0.0.1:9/hooks/reader");
        String token = first.body().replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
        return Map.of(
                "the cookie of a session",
                cookie.replaceFirst("desk_session=([^;]+);.*", "$1"),
                "the token of a form",
                token);
    }

    private static HttpRequest order(String url, String id, String page) {
        return HttpRequest.newBuilder(URI.create(url + "/orders"))
                .header("Authorization", "Bearer " + ORDERS_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"order_id\":\"" + id + "\",\"inputs\":{\"url\":\"" + page + "\"}}"))
                .build();
    }

    private void keep(String place, HttpResponse<String> response) {
        served.merge(
                place,
                response.body()
                        + (place.equals("/jobs") ? "" : response.headers().map()),
                String::concat);
    }

    private static String dump(String url) {
        try (Database database = Database.open(url)) {
            return database.call(SecretsTest::dump);
        }
    }

    private static String dump(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, "PUBLIC", null, new String[] {"BASE TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        StringBuilder text = new StringBuilder();
        for (String table : tables) {
            text.append(table.toLowerCase(Locale.ROOT)).append('\n');
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
                ResultSetMetaData columns = row.getMetaData();
                while (row.next()) {
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        boolean binary = columns.getColumnTypeName(i).contains("BINARY");
                        byte[] bytes = binary ? row.getBytes(i) : null;
                        text.append(bytes == null ? row.getString(i) : new String(bytes, StandardCharsets.ISO_8859_1))
                                .append('\n');
                    }
                }
            }
        }
        return text.toString();
    }

    private static void assertAbsent(String name, String secret, String place, String text) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        List<String> forms = List.of(
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                Base64.getMimeEncoder().encodeToString(bytes),
                hex,
                hex.toUpperCase(Locale.ROOT));
        for (String form : forms) {
            assertThat(text.contains(form)).as(name + " in " + place).isFalse();
        }
    }
}
