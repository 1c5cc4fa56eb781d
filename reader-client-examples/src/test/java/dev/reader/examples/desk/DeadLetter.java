package dev.reader.examples.desk;

import dev.reader.examples.desk.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A delivery that the desk can't handle. */
final class DeadLetter {
    private DeadLetter() {}

    /**
     * Delivers the end of a job that the desk does not know, which it does not handle while a job is being submitted, and
     * skips the pauses between its attempts. Returns when the last one has failed.
     */
    static void provoke(DeskClient client, String databaseUrl, String webhookSecret) throws Exception {
        if (client.deliver("job.completed", "{\"jobId\":\"unknown\"}", "delivery-1", webhookSecret) != 200) {
            throw new AssertionError("the delivery was refused");
        }
        try (Database database = Database.open(databaseUrl)) {
            Eventually.await("a dead letter", Duration.ofSeconds(60), () -> database.call(DeadLetter::skipPauses));
        }
    }

    private static boolean skipPauses(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE reader_webhook_inbox SET due_at = 0, attempts = 11"
                    + " WHERE state = 'PENDING' AND attempts BETWEEN 1 AND 11");
            try (ResultSet row =
                    statement.executeQuery("SELECT COUNT(*) FROM reader_webhook_inbox WHERE state = 'DEAD'")) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }
}
