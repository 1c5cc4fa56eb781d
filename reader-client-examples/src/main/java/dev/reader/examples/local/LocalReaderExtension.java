package dev.reader.examples.local;

import dev.reader.client.ReaderClient;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link LocalReader} for JUnit 5 tests, and passes it to them as parameters.
 *
 * <pre>{@code
 * @ExtendWith(LocalReaderExtension.class)
 * class StationsTest {
 *   @Test
 *   void readsAStation(ReaderClient reader, LocalReader local) { … }
 * }
 * }</pre>
 *
 * <p>A constructor, a test method and a lifecycle method can take these parameters:
 *
 * <ul>
 *   <li>{@link ReaderClient}: a client of the local Reader. The extension closes it.
 *   <li>{@link URI}: the base URL of the API, for a program that makes its own client with {@link LocalReader#DEMO_KEY}.
 *   <li>{@link LocalReader}: for its sample site and its faults.
 * </ul>
 *
 * <p>The tests of a class share one local Reader, which is started before the first of them and closed after the last. On
 * a single method, the extension starts one for this method. To configure it, register the extension in a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalReaderExtension LOCAL =
 *     LocalReaderExtension.of(LocalReader.builder().tier(Tier.FREE).fault(Fault.parse("rate-limit:2")));
 * }</pre>
 */
public final class LocalReaderExtension implements BeforeAllCallback, ParameterResolver {
    private static final Map<Class<?>, Function<Running, Object>> PARAMETERS = Map.of(
            ReaderClient.class, Running::client,
            URI.class, running -> URI.create(running.local().baseUrl()),
            LocalReader.class, Running::local);

    private final LocalReader.Builder builder;

    /** A local Reader and a client of it. The store of JUnit closes it. */
    @SuppressWarnings("deprecation") // before 5.13, JUnit closes no AutoCloseable
    private record Running(LocalReader local, ReaderClient client)
            implements ExtensionContext.Store.CloseableResource, AutoCloseable {
        @Override
        public void close() {
            client.close();
            local.close();
        }
    }

    /** Creates the extension with the defaults of {@link LocalReader#start()}; JUnit calls it. */
    public LocalReaderExtension() {
        this(LocalReader.builder());
    }

    private LocalReaderExtension(LocalReader.Builder builder) {
        this.builder = builder;
    }

    /** Returns an extension that starts the local Reader of a builder. */
    public static LocalReaderExtension of(LocalReader.Builder builder) {
        return new LocalReaderExtension(builder);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Function<Running, Object> value = PARAMETERS.get(type);
        if (value == null) {
            throw new ParameterResolutionException(type + " is not a parameter of " + getClass());
        }
        return value.apply(running(context));
    }

    private Running running(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(LocalReaderExtension.class, this))
                .getOrComputeIfAbsent(Running.class, type -> start(), Running.class);
    }

    private Running start() {
        LocalReader local = builder.start();
        ReaderClient client = ReaderClient.builder()
                .apiKey(local.apiKey())
                .baseUrl(local.baseUrl())
                .build();
        return new Running(local, client);
    }
}
