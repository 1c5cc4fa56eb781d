package dev.reader.examples.local.account;

import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.scrape.PageScraper;
import dev.reader.examples.local.scrape.ScrapeOptions;
import dev.reader.examples.local.scrape.ScrapedPage;
import java.util.List;

/** Scrapes pages, charges their cost and records the usage. */
public final class MeteredScraper {
    private final PageScraper scraper;
    private final CreditAccount account;
    private final UsageLog usage;

    public MeteredScraper(PageScraper scraper, CreditAccount account, UsageLog usage) {
        this.scraper = scraper;
        this.account = account;
        this.usage = usage;
    }

    /** Throws {@code insufficient_credits} if the pages would cost more credits than are left. Charges nothing. */
    public void requireCredits(List<String> urls, ScrapeOptions options) {
        account.require(
                urls.stream().mapToInt(url -> scraper.price(url, options, 0)).sum());
    }

    /**
     * Reads a page. A page that failed costs nothing.
     *
     * @param depth the number of links from the first page of a crawl
     */
    public ScrapedPage read(String url, ScrapeOptions options, int depth) throws InterruptedException {
        int price = scraper.price(url, options, depth);
        account.reserve(price);
        int actual = 0;
        try {
            ScrapedPage page = scraper.scrape(url, options, depth);
            actual = page.credits();
            usage.add(page, options.proxyMode());
            return page;
        } catch (ApiException e) {
            usage.add(ScrapedPage.failed(url, e), options.proxyMode());
            throw e;
        } finally {
            account.settle(price, actual);
        }
    }
}
