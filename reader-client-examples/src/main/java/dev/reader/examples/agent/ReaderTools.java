package dev.reader.examples.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.CrawlRequest;
import dev.reader.client.Extraction;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.WaitOptions;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.WaitTimeoutException;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tools that an agent has: scrape a page, crawl a site, extract data, and search the pages of the last crawl.
 *
 * <p>Every answer is a text of bounded length. A failure becomes a text as well, so that the model can react to it; only
 * a bug throws. The credits of all calls together stay below the cap: a call that could exceed it is refused without a
 * request. A call whose outcome is unknown counts as paid. The price of an extraction is known only afterwards, so the
 * last one can exceed the cap.
 *
 * <p>Thread-safe. Each method blocks its caller until Reader has answered, at most for the client's time-outs, and a
 * crawl for {@link Limits#crawlTimeout}.
 */
public final class ReaderTools {
    private static final int PASSAGES = 5;
    private static final int FIRST_SERVER_ERROR = 500;

    private final ReaderClient reader;
    private final CreditCap cap;
    private final Limits limits;
    private volatile PageSearch lastCrawl = PageSearch.EMPTY;

    /**
     * The limits of the answers.
     *
     * @param maxCharacters the longest Markdown of a page, at least 1; the rest is cut off, and the answer says so
     * @param maxPages the most pages of one crawl, from 1 to 10000
     * @param crawlTimeout how long a crawl is waited for; it goes on afterwards, and its pages so far can be searched
     */
    public record Limits(int maxCharacters, int maxPages, Duration crawlTimeout) {
        public Limits {
            if (maxCharacters < 1) {
                throw new IllegalArgumentException("maxCharacters must be at least 1: " + maxCharacters);
            }
            if (maxPages < 1) {
                throw new IllegalArgumentException("maxPages must be at least 1: " + maxPages);
            }
        }

        /** Returns limits that suit a chat: 20,000 characters, 50 pages, 50 seconds. */
        public static Limits defaults() {
            return new Limits(20_000, 50, Duration.ofSeconds(50));
        }
    }

    public ReaderTools(ReaderClient reader, CreditCap cap, Limits limits) {
        this.reader = reader;
        this.cap = cap;
        this.limits = limits;
    }

    /** Returns a page's title, URL and Markdown. */
    public ToolAnswer scrape(String url) {
        return answer(() -> {
            Page page = paidPage(ScrapeRequest.of(url));
            return page.failed() ? ToolAnswer.failure(failureOf(page)) : ToolAnswer.of(describe(page));
        });
    }

    /**
     * Extracts data from a page as JSON.
     *
     * @param schema a JSON Schema or a map of field name to type name, or null to use the prompt alone
     * @param prompt a description of the data, or null
     */
    public ToolAnswer extract(String url, @Nullable JsonNode schema, @Nullable String prompt) {
        return answer(() -> {
            Page page = paidPage(ScrapeRequest.builder(url)
                    .extract(extraction(schema, prompt))
                    .build());
            if (page.failed()) {
                return ToolAnswer.failure(failureOf(page));
            }
            if (page.extracted() == null) {
                return ToolAnswer.failure("Nothing was extracted from " + page.url() + ": "
                        + Objects.requireNonNullElse(page.extractionError(), "no reason given"));
            }
            return ToolAnswer.of(cut(page.extracted().toPrettyString()));
        });
    }

    private static Extraction extraction(@Nullable JsonNode schema, @Nullable String prompt) {
        if (schema != null) {
            Extraction extraction = Extraction.ofSchema(schema);
            return prompt == null ? extraction : extraction.withPrompt(prompt);
        }
        if (prompt == null) {
            throw new IllegalArgumentException("nothing to extract: give a schema, a prompt or both");
        }
        return Extraction.ofPrompt(prompt);
    }

    /** Crawls a site and lists its pages, which {@link #search} then searches. */
    public ToolAnswer crawl(String url, int maxPages) {
        return answer(() -> {
            if (maxPages < 1) {
                throw new IllegalArgumentException("maxPages must be at least 1: " + maxPages);
            }
            return crawlOf(url, Math.min(maxPages, limits.maxPages()));
        });
    }

    private ToolAnswer crawlOf(String url, int pages) {
        CrawlRequest request = CrawlRequest.builder(url).maxPages(pages).build();
        reserve(pages);
        Job started;
        try {
            started = reader.createJob(request);
        } catch (ReaderException e) {
            settleFailure(pages, e);
            throw e;
        }
        Job job;
        boolean complete = true;
        try {
            job = reader.waitForJob(
                    started.id(),
                    WaitOptions.builder().timeout(limits.crawlTimeout()).build());
        } catch (WaitTimeoutException e) {
            // the reservation stays, because the crawl goes on
            job = started.withResults(reader.jobResults(started.id()).stream().toList());
            complete = false;
        } catch (JobFailedException e) {
            job = e.job();
        }
        if (complete) {
            cap.settle(pages, job.creditsUsed() == null ? pages : job.creditsUsed());
        }
        lastCrawl = PageSearch.of(job.results());
        return ToolAnswer.of(cut(listing(job, complete)));
    }

    private static String listing(Job job, boolean complete) {
        String head = complete
                ? "The crawl is " + job.status() + ": "
                : "The crawl is not finished yet (job " + job.id() + "); so far: ";
        return head + job.results().size() + " pages. Search them with the search tool.\n"
                + job.results().stream().map(ReaderTools::line).collect(Collectors.joining("\n"));
    }

    private static String line(Page page) {
        return page.failed() ? "- " + failureOf(page) : "- " + title(page) + " " + page.url();
    }

    /** Returns the passages of the last crawl that match a query best. */
    public ToolAnswer search(String query) {
        PageSearch pages = lastCrawl;
        if (pages == PageSearch.EMPTY) {
            return ToolAnswer.failure("There is nothing to search yet: crawl a site first.");
        }
        List<PageSearch.Passage> found = pages.search(query, PASSAGES);
        if (found.isEmpty()) {
            return ToolAnswer.of("No page of the last crawl contains: " + query);
        }
        return ToolAnswer.of(cut(found.stream()
                .map(passage -> passage.title() + "\n" + passage.url() + "\n\n" + passage.text())
                .collect(Collectors.joining("\n\n---\n\n"))));
    }

    private Page paidPage(ScrapeRequest request) {
        reserve(1);
        try {
            Page page = reader.scrape(request);
            cap.settle(1, price(page));
            return page;
        } catch (ReaderException e) {
            settleFailure(1, e);
            throw e;
        }
    }

    private static int price(Page page) {
        if (page.credits() != null) {
            return page.credits();
        }
        PageMetadata metadata = page.metadata();
        boolean free = page.failed() || (metadata != null && Boolean.TRUE.equals(metadata.cached()));
        return free ? 0 : 1;
    }

    private void reserve(int credits) {
        if (!cap.reserve(credits)) {
            throw new IllegalArgumentException("this call can cost " + credits + " credits, but only " + cap.remaining()
                    + " of " + cap.max() + " are left in this session");
        }
    }

    /** Refunds a request that Reader refused. Any other failure may have cost the credits. */
    private void settleFailure(int reserved, ReaderException failure) {
        if (failure instanceof ReaderApiException refused && refused.statusCode() < FIRST_SERVER_ERROR) {
            cap.settle(reserved, 0);
        }
    }

    private static ToolAnswer answer(Supplier<ToolAnswer> call) {
        try {
            return call.get();
        } catch (ReaderException | IllegalArgumentException e) {
            return ToolAnswer.failure("Failed: " + e.getMessage());
        }
    }

    private String describe(Page page) {
        String url = page.finalUrl() == null ? page.url() : page.finalUrl();
        return title(page) + "\n" + url + "\n\n" + cut(Objects.requireNonNullElse(page.markdown(), ""));
    }

    private static String failureOf(Page page) {
        return "Failed: " + page.url() + ": " + page.error();
    }

    private static String title(Page page) {
        PageMetadata metadata = page.metadata();
        return metadata == null || metadata.title() == null ? page.url() : metadata.title();
    }

    private String cut(String text) {
        int max = limits.maxCharacters();
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end) + "\n\n[cut off: " + end + " of " + text.length() + " characters]";
    }
}
