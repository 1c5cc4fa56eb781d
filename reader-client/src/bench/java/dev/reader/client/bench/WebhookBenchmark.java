package dev.reader.client.bench;

import dev.reader.client.webhook.WebhookEvent;
import dev.reader.client.webhook.WebhookSigner;
import dev.reader.client.webhook.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Compares the verification of a delivery with the bare MAC. Sampled, so that the median excludes other load on the
 * machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class WebhookBenchmark {
    private static final String SECRET = "a secret of the benchmark";

    /** The size of the body in bytes. */
    @Param({"1024", "1048576"})
    int size;

    private byte[] body;
    private byte[] signed;
    private SecretKeySpec key;
    private Map<String, String> headers;
    private WebhookVerifier verifier;

    /** Creates a delivery that is signed now and stays within the tolerance for the 5 minutes that a fork may take. */
    @Setup
    public void deliver() {
        String prefix = "{\"jobId\":\"job_1\",\"filler\":\"";
        body = (prefix + "x".repeat(size - prefix.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        key = new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        signed = (now.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII);
        headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(WebhookSigner.headers(SECRET, now, "job.completed", "delivery-1", body));
        verifier = WebhookVerifier.of(SECRET);
    }

    /** The bare MAC: {@code getInstance}, {@code init}, {@code update}, {@code doFinal}. */
    @Benchmark
    public byte[] macAlone() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        mac.update(signed);
        return mac.doFinal(body);
    }

    /** Parses both headers strictly, computes and compares the MAC, and checks the age. */
    @Benchmark
    public Instant verifySignature() {
        return verifier.verifySignature(headers::get, body);
    }

    /** Also parses the body into an event. */
    @Benchmark
    public WebhookEvent verifyAndParse() {
        return verifier.verify(headers::get, body);
    }

    /** Alternates the two, so that other load affects both equally. Prints the ratio of their medians. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 2)
    @Measurement(iterations = 5)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public double besideMac(Blackhole hole) throws GeneralSecurityException {
        int rounds = size < 100_000 ? 200_000 : 1_000;
        long[] mac = new long[rounds];
        long[] verify = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            hole.consume(macAlone());
            long between = System.nanoTime();
            hole.consume(verifySignature());
            verify[i] = System.nanoTime() - between;
            mac[i] = between - start;
        }
        double ratio = median(verify) / median(mac);
        System.out.printf(
                "%n%d bytes: %.3f us the Mac alone, %.3f us verified, ratio %.3f%n",
                size, median(mac) / 1_000, median(verify) / 1_000, ratio);
        return ratio;
    }

    private static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
