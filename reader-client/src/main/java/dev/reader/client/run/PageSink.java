package dev.reader.client.run;

import dev.reader.client.error.ReaderException;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes pages to the caller's handler. */
record PageSink(@Nullable PageHandler handler, @Nullable TransactionalPageHandler transactional) {
    boolean isTransactional() {
        return transactional != null;
    }

    void handle(List<RunPage> pages, @Nullable Connection connection) {
        for (RunPage page : pages) {
            try {
                if (transactional != null) {
                    transactional.handle(page, Objects.requireNonNull(connection));
                } else if (handler != null) {
                    handler.handle(page);
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure(page, e);
            } catch (Exception e) {
                throw failure(page, e);
            }
        }
    }

    private static ReaderException failure(RunPage page, Exception cause) {
        return new ReaderException(
                "the handler failed on the page " + page.url() + ", which is handled again when the run is resumed: "
                        + cause.getMessage(),
                cause);
    }
}
