package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.JsonNodes;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/**
 * Counts the credits of the workspace, which are reset at the start of each month (UTC).
 *
 * <p>The price of a page is reserved before the page is fetched and settled afterwards, so that concurrent requests
 * can't spend the same credit twice.
 */
public final class CreditAccount {
    private final String tier;
    private final int limit;
    private final Clock clock;
    private final Consumer<ObjectNode> onLow;
    private int used;
    private boolean lowAnnounced;
    private Instant resetAt;

    /**
     * Opens an account.
     *
     * @param onLow receives the account when less than a tenth of the month's credits is left, once a month
     */
    public CreditAccount(String tier, int limit, Clock clock, Consumer<ObjectNode> onLow) {
        this.tier = tier;
        this.limit = limit;
        this.clock = clock;
        this.onLow = onLow;
        this.resetAt = nextMonth(clock);
    }

    /** Reserves credits, or throws {@code insufficient_credits}. */
    synchronized void reserve(int credits) {
        require(credits);
        used += credits;
    }

    /** Throws {@code insufficient_credits} if fewer credits are left. Reserves nothing. */
    synchronized void require(int credits) {
        resetIfDue();
        if (limit - used < credits) {
            throw ApiException.insufficientCredits(credits, limit - used, resetAt);
        }
    }

    /** Charges credits and returns true, or returns false if fewer are left. */
    boolean charge(int credits) {
        synchronized (this) {
            resetIfDue();
            if (limit - used < credits) {
                return false;
            }
            used += credits;
        }
        settle(credits, credits);
        return true;
    }

    /** Replaces a reservation with the actual cost. */
    void settle(int reserved, int actual) {
        boolean low;
        synchronized (this) {
            used = Math.max(0, used - reserved + actual);
            low = !lowAnnounced && limit - used < limit / 10;
            lowAnnounced |= low;
        }
        if (low) {
            onLow.accept(json());
        }
    }

    synchronized ObjectNode json() {
        resetIfDue();
        return JsonNodes.object()
                .put("balance", limit - used)
                .put("limit", limit)
                .put("used", used)
                .put("tier", tier)
                .put("resetAt", resetAt.toString());
    }

    private void resetIfDue() {
        if (!clock.instant().isBefore(resetAt)) {
            used = 0;
            lowAnnounced = false;
            resetAt = nextMonth(clock);
        }
    }

    private static Instant nextMonth(Clock clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return today.withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
