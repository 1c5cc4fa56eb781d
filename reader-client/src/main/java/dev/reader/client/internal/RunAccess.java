package dev.reader.client.internal;

import dev.reader.client.BatchRequest;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.run.BatchRun;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates the builders of runs for the client. Their constructor takes internal types, so it is not public; {@code BatchRun}
 * grants access to this class only, which the module does not export.
 */
public final class RunAccess {
    private static volatile @Nullable Access access;

    private RunAccess() {}

    /** Creates a builder. */
    @FunctionalInterface
    public interface Access {
        BatchRun.Builder builder(String runId, Transport transport, Function<BatchRequest, Map<String, Object>> bodyOf);
    }

    /** Grants access to the constructor; called when {@code BatchRun} is loaded. */
    public static void install(Access newAccess) {
        access = newAccess;
    }

    /**
     * Creates a builder of a run.
     *
     * @param bodyOf returns the body of a request, with wire names
     */
    public static BatchRun.Builder builder(
            String runId, Transport transport, Function<BatchRequest, Map<String, Object>> bodyOf) {
        try {
            MethodHandles.lookup().ensureInitialized(BatchRun.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("BatchRun is public", e);
        }
        return Objects.requireNonNull(access).builder(runId, transport, bodyOf);
    }
}
