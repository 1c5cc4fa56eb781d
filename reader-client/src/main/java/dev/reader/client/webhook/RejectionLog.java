package dev.reader.client.webhook;

import dev.reader.client.error.WebhookVerificationException;
import dev.reader.client.error.WebhookVerificationException.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs rejected deliveries: at WARN if a setting of the receiver may be wrong, because then every delivery is lost, but at
 * most once a minute for each reason, because anyone can send such deliveries; the others at DEBUG.
 */
final class RejectionLog {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Map<Reason, String> REMEDIES = Map.of(
            Reason.SIGNATURE_MISMATCH, "check the secret, and that the body is passed as it was received",
            Reason.TOO_OLD, "check the clock",
            Reason.TOO_NEW, "check the clock",
            Reason.BODY_TOO_LARGE, "the delivery is lost; raise maxBodyBytes");

    private final LongSupplier nanoTime;
    private final Map<Reason, Warning> warnings = new EnumMap<>(Reason.class);

    private record Warning(long atNanos, long suppressed) {}

    RejectionLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void log(WebhookVerificationException rejection) {
        String remedy = REMEDIES.get(rejection.reason());
        long suppressed = remedy == null ? -1 : suppressedOrMinusOne(rejection.reason());
        if (suppressed < 0) {
            LOG.debug("{}", rejection.getMessage());
        } else {
            LOG.warn(
                    "{}; {}. Rejected for this reason since the last warning: {}",
                    rejection.getMessage(),
                    remedy,
                    suppressed + 1);
        }
    }

    /** Returns how many warnings were suppressed since the last one, or -1 if this one is suppressed as well. */
    private synchronized long suppressedOrMinusOne(Reason reason) {
        long now = nanoTime.getAsLong();
        Warning last = warnings.get(reason);
        if (last != null && now - last.atNanos < INTERVAL_NANOS) {
            warnings.put(reason, new Warning(last.atNanos, last.suppressed + 1));
            return -1;
        }
        warnings.put(reason, new Warning(now, 0));
        return last == null ? 0 : last.suppressed;
    }
}
