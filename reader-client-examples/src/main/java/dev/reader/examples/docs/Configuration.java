package dev.reader.examples.docs;

import dev.reader.client.ReaderClient;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;

/** The code of docs/configuration.md. */
final class Configuration {
    private Configuration() {}

    static ReaderClient options(String key) {
        return ReaderClient.builder()
                .apiKey(key)
                .baseUrl("https://reader.internal.example.com/api")
                .timeout(Duration.ofSeconds(30))
                .maxRetries(6)
                .maxRetryAfter(Duration.ofMinutes(2))
                .header("X-Team", "search")
                .build();
    }

    static ReaderClient proxied(String key, SSLSocketFactory sockets, X509TrustManager trust, EventListener metrics) {
        OkHttpClient http = new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example.com", 3128)))
                .sslSocketFactory(sockets, trust)
                .eventListener(metrics)
                .build();
        return ReaderClient.builder().apiKey(key).httpClient(http).build();
    }
}
