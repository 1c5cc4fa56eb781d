package dev.reader.client.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.error.InvalidRequestException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.UrlBlockedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the URLs because of which the server rejects a shard, and plans the shard again without them. */
final class ShardRefusals {
    private static final Pattern INDEX = Pattern.compile("urls\\W*(\\d{1,4})");

    private final RunConfig run;
    private final LedgerStore ledger;

    ShardRefusals(RunConfig run) {
        this.run = run;
        this.ledger = run.ledger();
    }

    /**
     * Plans the shard's next generation without the URLs that the error names. Settles the shard if none is left.
     *
     * @return false if the error does not name a URL of the shard
     */
    boolean leaveOutUrls(int number, ReaderApiException error) {
        List<String> urls = RunRequest.urls(ledger.request(run.runId(), number));
        Map<String, String> refused = refused(urls, error);
        if (refused.isEmpty()) {
            return false;
        }
        ShardRecord shard = BatchRun.require(run, number);
        List<UrlFailure> failures = new ArrayList<>();
        refused.forEach(
                (url, reason) -> failures.add(new UrlFailure(Hash128.of(url), url, reason, shard.round(), false)));
        List<String> rest =
                urls.stream().filter(url -> !refused.containsKey(url)).toList();
        byte[] request = run.request().body(run.runId(), number, shard.generation() + 1, rest);
        ledger.nextGeneration(run.runId(), number, request, rest.size(), failures);
        if (rest.isEmpty()) {
            ledger.settle(run.runId(), number, ShardState.REFUSED, 0);
        }
        return true;
    }

    private static Map<String, String> refused(List<String> urls, ReaderApiException error) {
        Map<String, String> refused = new LinkedHashMap<>();
        if (error instanceof UrlBlockedException blocked) {
            String url = blocked.url() == null ? null : new ShardUrls(urls).match(blocked.url());
            if (url != null) {
                refused.put(url, String.valueOf(error.getMessage()));
            }
        } else if (error instanceof InvalidRequestException && error.details() != null) {
            for (JsonNode issue : error.details().path("issues")) {
                Matcher index = INDEX.matcher(path(issue.path("path")));
                if (index.find() && Integer.parseInt(index.group(1)) < urls.size()) {
                    String message = issue.path("message").asText(String.valueOf(error.getMessage()));
                    refused.put(urls.get(Integer.parseInt(index.group(1))), message);
                }
            }
        }
        return refused;
    }

    /** Returns a path such as urls.3, urls[3] or ["urls", 3] as one text. */
    private static String path(JsonNode path) {
        return path.isTextual() ? path.textValue() : path.toString();
    }
}
