package dev.reader.examples.desk.orders;

import dev.reader.examples.desk.web.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Links to results that need no key, and end after a day. */
public final class SignedLinks {
    static final Duration VALID = Duration.ofDays(1);

    private final Tokens tokens;
    private final String baseUrl;
    private final Clock clock;

    /** Creates links below a base URL without a slash at its end. */
    public SignedLinks(Tokens tokens, String baseUrl, Clock clock) {
        this.tokens = tokens;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    /** Whether a link opens. */
    enum Validity {
        VALID,
        FORGED,
        EXPIRED
    }

    String create(String orderId) {
        long expires = clock.instant().plus(VALID).getEpochSecond();
        return baseUrl + "/results/" + orderId + "?expires=" + expires + "&signature="
                + tokens.sign(text(orderId, expires));
    }

    private static String text(String orderId, long expires) {
        return orderId + " " + expires;
    }

    Validity check(String orderId, @Nullable String expires, @Nullable String signature) {
        if (expires == null || !expires.matches("\\d{1,12}")) {
            return Validity.FORGED;
        }
        long end = Long.parseLong(expires);
        if (!tokens.verify(text(orderId, end), signature)) {
            return Validity.FORGED;
        }
        return clock.instant().isBefore(Instant.ofEpochSecond(end)) ? Validity.VALID : Validity.EXPIRED;
    }
}
