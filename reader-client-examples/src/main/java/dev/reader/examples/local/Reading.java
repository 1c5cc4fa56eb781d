package dev.reader.examples.local;

/** Reads a page, charges the account for it and writes it down. */
final class Reading {
    private final PageScraper scraper;
    private final Account account;
    private final UsageLog usage;

    Reading(PageScraper scraper, Account account, UsageLog usage) {
        this.scraper = scraper;
        this.account = account;
        this.usage = usage;
    }

    /** Throws {@code insufficient_credits} when the pages would cost more than is left; charges nothing. */
    void requireCredits(ReadRequest request) {
        account.require(request.urls().stream()
                .mapToInt(url -> scraper.price(url, request.options()))
                .sum());
    }

    /** Reads the page; a page that failed, and one that was not read at all, cost nothing. */
    ScrapedPage read(String url, ReadOptions options) throws InterruptedException {
        int price = scraper.price(url, options);
        account.reserve(price);
        int spent = 0;
        try {
            ScrapedPage page = scraper.scrape(url, options);
            spent = page.credits();
            usage.add(page, options.proxyMode());
            return page;
        } catch (ApiException e) {
            usage.add(ScrapedPage.failed(url, e), options.proxyMode());
            throw e;
        } finally {
            account.settle(price, spent);
        }
    }
}
