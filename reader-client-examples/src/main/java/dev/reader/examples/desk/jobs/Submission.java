package dev.reader.examples.desk.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.BatchRequest;
import dev.reader.client.CrawlRequest;
import dev.reader.client.JobRequest;
import dev.reader.client.model.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A request to read pages.
 *
 * @param crawl true to follow links from the only URL
 * @param maxDepth of a crawl
 * @param maxPages of a crawl
 */
public record Submission(List<String> urls, boolean crawl, int maxDepth, int maxPages, boolean screenshots) {
    public static final int MAX_URLS = 1_000;
    public static final int MAX_URL_LENGTH = 2_000;
    private static final int MAX_DEPTH = 10;
    private static final int MAX_TITLE_LENGTH = 120;
    private static final Pattern WITH_SCHEME = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checks the bounds; the messages are for the person who submits. */
    public Submission {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("There is no URL. Enter at least one.");
        }
        if (urls.size() > MAX_URLS) {
            throw new IllegalArgumentException(
                    "There are " + urls.size() + " URLs. Enter at most " + MAX_URLS + " at a time.");
        }
        if (crawl && urls.size() > 1) {
            throw new IllegalArgumentException("A crawl starts at one URL. There are " + urls.size() + ".");
        }
        checkRange("depth", maxDepth, MAX_DEPTH);
        checkRange("number of pages", maxPages, MAX_URLS);
        urls.forEach(Submission::checkUrl);
    }

    private static void checkRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("The " + name + " is " + value + ". It must be 1 to " + max + ".");
        }
    }

    private static void checkUrl(String url) {
        if (url.length() > MAX_URL_LENGTH) {
            throw new IllegalArgumentException(
                    "A URL has " + url.length() + " characters. The limit is " + MAX_URL_LENGTH + ".");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    WITH_SCHEME.matcher(url).lookingAt()
                            ? "'" + shortened(url) + "' has a character that URLs can't have, at position "
                                    + (e.getIndex() + 1) + "."
                            : notAUrl(url),
                    e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http")) || uri.getHost() == null) {
            throw new IllegalArgumentException(notAUrl(url));
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("A URL of " + uri.getHost()
                    + " contains a user name or password, which would be stored. Remove it.");
        }
    }

    private static String notAUrl(String text) {
        return "'" + shortened(text) + "' is not a URL. It must start with https:// or http://.";
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TITLE_LENGTH ? text : text.substring(0, MAX_TITLE_LENGTH) + "…";
    }

    /** Parses the lines of a text; blank lines count for nothing. */
    public static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    public static Submission fromJson(String json) {
        try {
            return JSON.readValue(json, Submission.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored submission can't be read", e);
        }
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a submission can't be written", e);
        }
    }

    /** Returns what a list shows. */
    public String title() {
        String first = urls.get(0).replaceFirst("^https?://", "");
        String shown = shortened(first);
        return urls.size() == 1 ? shown : shown + " and " + (urls.size() - 1) + " more";
    }

    public String kind() {
        return crawl ? "crawl" : "batch";
    }

    /** Returns the number of pages, as far as it is known. */
    public int total() {
        return crawl ? 0 : urls.size();
    }

    JobRequest toRequest(String idempotencyKey) {
        JobRequest.Builder<?> builder = crawl
                ? CrawlRequest.builder(urls.get(0)).maxDepth(maxDepth).maxPages(maxPages)
                : BatchRequest.builder(urls);
        builder.idempotencyKey(idempotencyKey);
        if (screenshots) {
            builder.formats(Format.MARKDOWN, Format.SCREENSHOT);
        }
        return builder instanceof CrawlRequest.Builder toCrawl
                ? toCrawl.build()
                : ((BatchRequest.Builder) builder).build();
    }
}
