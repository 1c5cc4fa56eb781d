package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand asynchronous scrapes at once, which a server without sockets holds. */
class TenThousandScrapesTest {
    private static final int CALLS = 10_000;
    private static final int ON_THE_WIRE = 64;
    /** Timers, a sweeper of connections and the like. */
    private static final int FURTHER_THREADS = 8;

    private static final MediaType JSON = MediaType.get("application/json");

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger onTheWire = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private Response hold(Interceptor.Chain chain) throws IOException {
        most.accumulateAndGet(onTheWire.incrementAndGet(), Math::max);
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            onTheWire.decrementAndGet();
        }
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(Answers.envelope(Answers.PAGE), JSON))
                .build();
    }

    @Test
    @Timeout(300)
    void callsThatWaitForAConnection_holdNoThread() throws Exception {
        OkHttpClient http =
                new OkHttpClient.Builder().addInterceptor(this::hold).build();
        try (ReaderClient reader = ReaderClient.builder()
                .apiKey("rdr_key")
                .baseUrl("http://server.localhost")
                .httpClient(http)
                .build()) {
            Set<Thread> before = new HashSet<>(threads());
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(reader.async().scrape("https://a.example/" + i));
            }
            Eventually.within(
                    Duration.ofSeconds(40), "as many calls as may be are sent", () -> onTheWire.get() == ON_THE_WIRE);

            Set<Thread> begun = new HashSet<>(threads());
            begun.removeAll(before);
            assertThat(begun).as("threads of the calls").hasSizeLessThanOrEqualTo(ON_THE_WIRE + FURTHER_THREADS);
            assertThat(calls).noneMatch(CompletableFuture::isDone);

            gate.countDown();
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(80, TimeUnit.SECONDS);
            assertThat(most).as("calls on the wire at once").hasValueLessThanOrEqualTo(ON_THE_WIRE);
            Eventually.within(Duration.ofSeconds(20), "nothing under way", reader::isIdle);
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
