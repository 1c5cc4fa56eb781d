package dev.reader.client.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Iterates over the URLs that an earlier run stored and that a later run's plan does not contain, shard by shard. */
final class GoneUrls implements Iterator<String> {
    private final LedgerStore ledger;
    private final String earlier;
    private final String later;
    private int shard;
    private Iterator<String> gone = List.<String>of().iterator();

    GoneUrls(LedgerStore ledger, String earlier, String later) {
        this.ledger = ledger;
        this.earlier = earlier;
        this.later = later;
    }

    @Override
    public boolean hasNext() {
        while (!gone.hasNext()) {
            ShardRecord record = ledger.shard(earlier, shard);
            if (record == null || record.round() > 0) {
                // The shards of later rounds repeat URLs of the first.
                return false;
            }
            gone = goneOf(shard++).iterator();
        }
        return true;
    }

    private List<String> goneOf(int number) {
        ShardUrls urls = new ShardUrls(RunRequest.urls(ledger.request(earlier, number)));
        Set<Hash128> planned = ledger.planned(later, urls.hashes().values());
        Map<Hash128, UrlState> states = ledger.inShard(
                earlier,
                number,
                transaction -> transaction.states(earlier, urls.hashes().values()));
        List<String> found = new ArrayList<>();
        urls.hashes().forEach((url, hash) -> {
            UrlState state = states.get(hash);
            if (!planned.contains(hash) && state != null && state.isStored()) {
                found.add(url);
            }
        });
        return found;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return gone.next();
    }
}
