package dev.reader.examples.desk;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of a desk, checked when it is built. */
public final class DeskSettings {
    static final int MIN_SECRET_LENGTH = 12;
    private static final int MAX_PORT = 65_535;
    private static final Pattern LOOPBACK_NAME =
            Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]", Pattern.CASE_INSENSITIVE);

    final String host;
    final int port;
    final String database;
    final @Nullable String apiKey;
    final @Nullable String apiUrl;
    final @Nullable URI publicUrl;
    final @Nullable String password;
    final @Nullable String proxyHeader;
    final @Nullable String ordersKey;
    final @Nullable String secret;
    final Duration sampleInterval;
    final Clock clock;

    private DeskSettings(Builder builder) {
        host = builder.host;
        port = builder.port;
        database = builder.database;
        apiKey = builder.apiKey;
        apiUrl = builder.apiUrl;
        publicUrl = builder.publicUrl;
        password = builder.password;
        proxyHeader = builder.proxyHeader;
        ordersKey = builder.ordersKey;
        secret = builder.secret;
        sampleInterval = builder.sampleInterval;
        clock = builder.clock;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Never tells a secret. */
    @Override
    public String toString() {
        return "DeskSettings[host=" + host + ", port=" + port + ", publicUrl=" + publicUrl + "]";
    }

    /** Collects the settings. Null leaves an optional setting unset. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port = 8_080;
        private String database = "jdbc:h2:file:" + System.getProperty("user.home") + "/.reader-desk/desk";
        private @Nullable String apiKey;
        private @Nullable String apiUrl;
        private @Nullable URI publicUrl;
        private @Nullable String password;
        private @Nullable String proxyHeader;
        private @Nullable String ordersKey;
        private @Nullable String secret;
        private Duration sampleInterval = Duration.ofMinutes(1);
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** Sets the address to listen on; anything but a loopback address needs a password or a proxy header. */
        public Builder host(String newHost) {
            host = newHost;
            return this;
        }

        /** Sets the port; 0 selects a free one. */
        public Builder port(int newPort) {
            if (newPort < 0 || newPort > MAX_PORT) {
                throw new IllegalArgumentException("port is " + newPort + "; it must be 0 to " + MAX_PORT);
            }
            port = newPort;
            return this;
        }

        /** Sets the JDBC URL of the database. */
        public Builder database(String url) {
            database = url;
            return this;
        }

        /** Sets the API key; without one, the desk starts a local Reader. */
        public Builder apiKey(@Nullable String key) {
            apiKey = key;
            return this;
        }

        /** Sets the base URL of the API. */
        public Builder apiUrl(@Nullable String url) {
            apiUrl = url;
            return this;
        }

        /** Sets the address at which Reader and the marketplace reach this desk; the webhook is registered there. */
        public Builder publicUrl(@Nullable String url) {
            if (url == null) {
                publicUrl = null;
                return this;
            }
            URI parsed = URI.create(url.replaceFirst("/+$", ""));
            String scheme = String.valueOf(parsed.getScheme()).toLowerCase(Locale.ROOT);
            if (!(scheme.equals("https") || scheme.equals("http")) || parsed.getHost() == null) {
                throw new IllegalArgumentException(
                        "the public URL is '" + url + "'; it must be like https://desk.example.com");
            }
            publicUrl = parsed;
            return this;
        }

        /** Sets the password of the pages, for Basic authentication with any user name. */
        public Builder password(@Nullable String newPassword) {
            password = checkSecret("the password of the desk", newPassword);
            return this;
        }

        /** Sets the header, as {@code Name: value}, by which a proxy tells that it has checked who asks. */
        public Builder proxyHeader(@Nullable String header) {
            if (header != null) {
                int colon = header.indexOf(':');
                if (colon < 1) {
                    throw new IllegalArgumentException("the proxy header must be like X-Desk-Proxy: SECRET");
                }
                checkSecret(
                        "the value of the proxy header",
                        header.substring(colon + 1).strip());
            }
            proxyHeader = header;
            return this;
        }

        /** Sets the key of the marketplace; without one, there are no order endpoints. */
        public Builder ordersKey(@Nullable String key) {
            ordersKey = checkSecret("the key of the orders", key);
            return this;
        }

        /** Sets the secret that all instances share; by default it is derived from the API key. */
        public Builder secret(@Nullable String newSecret) {
            secret = checkSecret("the secret of the desk", newSecret);
            return this;
        }

        /** Sets the interval at which credits and queue are asked for. */
        public Builder sampleInterval(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("the sample interval is " + interval + "; it must be positive");
            }
            sampleInterval = interval;
            return this;
        }

        Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        private static @Nullable String checkSecret(String name, @Nullable String value) {
            if (value != null && value.length() < MIN_SECRET_LENGTH) {
                throw new IllegalArgumentException(
                        name + " has " + value.length() + " characters; it needs at least " + MIN_SECRET_LENGTH);
            }
            return value;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if everybody in the network could use the desk
         */
        public DeskSettings build() {
            if (password == null && proxyHeader == null && !isLoopback(host)) {
                throw new IllegalArgumentException("the host is '" + host
                        + "', so that others can reach the desk; set a password (READER_DESK_PASSWORD) or a proxy"
                        + " header (READER_DESK_PROXY_HEADER)");
            }
            if (password == null && proxyHeader == null && publicUrl != null && !isLoopbackName(publicUrl.getHost())) {
                throw new IllegalArgumentException("the public URL is '" + publicUrl
                        + "', so that others can reach the desk; set a password (READER_DESK_PASSWORD) or a proxy"
                        + " header (READER_DESK_PROXY_HEADER)");
            }
            return new DeskSettings(this);
        }

        private static boolean isLoopbackName(String host) {
            return LOOPBACK_NAME.matcher(host).matches();
        }

        private static boolean isLoopback(String host) {
            try {
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("the host '" + host + "' is unknown", e);
            }
        }
    }
}
