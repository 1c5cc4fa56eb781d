package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/**
 * The workspace's credits, which start over with each month (UTC).
 *
 * <p>The price of a page is reserved before it is fetched and settled after, so that pages fetched at once can't spend
 * the same credit twice.
 */
final class Account {
    private final Tier tier;
    private final int limit;
    private final Clock clock;
    private final Consumer<ObjectNode> onLow;
    private int used;
    private boolean lowAnnounced;
    private Instant resetAt;

    /** @param onLow is given the account when less than a tenth of the month's credits is left, once a month */
    Account(Tier tier, int limit, Clock clock, Consumer<ObjectNode> onLow) {
        this.tier = tier;
        this.limit = limit;
        this.clock = clock;
        this.onLow = onLow;
        this.resetAt = nextMonth(clock);
    }

    /** Takes the credits, or throws {@code insufficient_credits}. */
    synchronized void reserve(int credits) {
        require(credits);
        used += credits;
    }

    /** Throws {@code insufficient_credits} when fewer are left; takes none. */
    synchronized void require(int credits) {
        renew();
        if (limit - used < credits) {
            throw ApiException.insufficientCredits(credits, limit - used, resetAt);
        }
    }

    /** Makes a reservation final at what was really used. */
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
        renew();
        return Json.object()
                .put("balance", limit - used)
                .put("limit", limit)
                .put("used", used)
                .put("tier", tier.wireName())
                .put("resetAt", resetAt.toString());
    }

    private void renew() {
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
