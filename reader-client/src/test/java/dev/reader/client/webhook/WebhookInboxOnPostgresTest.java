package dev.reader.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.testing.PostgresExtension;
import dev.reader.client.testing.PostgresServer;
import dev.reader.client.webhook.InboxDelivery.State;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class WebhookInboxOnPostgresTest extends WebhookInboxContract {
    private static DataSource dataSource;

    @BeforeAll
    static void server(PostgresServer server) {
        dataSource = server.dataSource();
    }

    @Override
    DataSource dataSource() {
        return dataSource;
    }

    @Test
    void handlerThatCatchesAnSqlError_failsInsteadOfLosingTheEvent() throws SQLException {
        WebhookInbox inbox = WebhookInbox.of(dataSource);
        Map<String, String> headers = Deliveries.completed("d-1");
        inbox.store("d-1", Deliveries.VERIFIER.verify(headers::get, Deliveries.BODY));

        assertThat(inbox.processNext((connection, event) -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("INSERT INTO no_such_table VALUES (1)");
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).isEqualTo("42P01");
                    }
                }))
                .isTrue();

        assertThat(inbox.list(State.PENDING, 1))
                .first()
                .satisfies(
                        delivery -> assertThat(delivery.lastError())
                                .contains(
                                        "the handler of delivery d-1 returned, but its transaction was aborted or ended meanwhile"));
    }
}
