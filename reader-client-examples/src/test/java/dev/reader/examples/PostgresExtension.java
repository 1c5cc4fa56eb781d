package dev.reader.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link PostgresServer}, one for the whole run, which ends with it. Where PostgreSQL is not installed the
 * tests are skipped and say so.
 */
public final class PostgresExtension implements BeforeAllCallback, ParameterResolver {
    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(
                PostgresServer.installed().isPresent(),
                "PostgreSQL is not installed; Debian's package has it: apt-get install postgresql");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresServer.class;
    }

    @Override
    public PostgresServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(PostgresServer.class, type -> start(), PostgresServer.class);
    }

    private static PostgresServer start() {
        Path programs = PostgresServer.installed().orElseThrow();
        try {
            return PostgresServer.start(programs, false);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL in " + programs + " does not start", e);
        }
    }
}
