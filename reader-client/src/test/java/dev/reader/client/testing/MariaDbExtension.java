package dev.reader.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link MariaDbServer}, one for the whole run, which ends with it. Skips the tests, with the reason, where
 * the server is not available.
 */
public final class MariaDbExtension implements BeforeAllCallback, ParameterResolver {
    @Override
    public void beforeAll(ExtensionContext context) {
        try {
            MariaDbServer.checkAvailable();
        } catch (IOException e) {
            Assumptions.abort("MariaDB is not available: " + e.getMessage());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MariaDbServer.class;
    }

    @Override
    public MariaDbServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(MariaDbServer.class, type -> start(), MariaDbServer.class);
    }

    private static MariaDbServer start() {
        try {
            return MariaDbServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB does not start", e);
        }
    }
}
