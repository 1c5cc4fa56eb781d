package dev.reader.examples.local;

/** Reads a page and charges the account for it. */
final class Reading {
    private final PageScraper scraper;
    private final Account account;

    Reading(PageScraper scraper, Account account) {
        this.scraper = scraper;
        this.account = account;
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
            return page;
        } finally {
            account.settle(price, spent);
        }
    }
}
