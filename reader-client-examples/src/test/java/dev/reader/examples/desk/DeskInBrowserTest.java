package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.SampleSite;
import dev.reader.examples.local.TestSite;
import dev.reader.examples.local.Tier;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A person at a real browser. Pictures of the main views go to {@code target/desk/browser}. */
@Tag("drill")
@EnabledIf(value = "browserIsInstalled", disabledReason = "Chromium or chromedriver is not on the search path")
@Timeout(180)
class DeskInBrowserTest {
    private static final String HOSTILE = """
            <html><head><title>Fine &lt;script&gt;window.pwned='title'&lt;/script&gt;</title></head><body><main>
            <h1>Hostile page</h1>
            <script>window.pwned = 'script'</script>
            <p>&lt;script&gt;window.pwned = 'text'; document.title = 'pwned'; alert(1)&lt;/script&gt;</p>
            <p>&lt;img src=x onerror="window.pwned='img'"&gt;&lt;svg onload="window.pwned='svg'"&gt;</p>
            <p>&lt;style&gt;body { display: none }&lt;/style&gt;&lt;iframe src="javascript:parent.pwned=1"&gt;</p>
            <p>[text](javascript:window.pwned='markdown') &lt;javascript:window.pwned='auto'&gt;</p>
            <p><a href="javascript:window.pwned='link'">script link</a>
               <a href="https://example.com/fine" onclick="window.pwned='click'">fine link</a></p>
            <p><img src="https://tracker.example/pixel.png" alt="pixel" onerror="window.pwned='pixel'"></p>
            <form action="https://example.com/steal"><input name="q"><button>Steal</button></form>
            <table><tr>%s</tr></table>
            </main></body></html>
            """.formatted(
            IntStream.range(0, 60).mapToObj(i -> "<td>column-" + i + "</td>").collect(Collectors.joining()));

    private static Browser browser;

    private final TestSite site;
    private final LocalReader local;
    private Desk desk;

    @TempDir
    Path directory;

    DeskInBrowserTest() throws Exception {
        site = new TestSite();
        local = LocalReader.builder().tier(Tier.BUSINESS).allowPrivateNetworks().start();
    }

    static boolean browserIsInstalled() {
        return Browser.isInstalled();
    }

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void startDesk() {
        desk = startOnFreePort();
        browser.colors("light");
        browser.screen(1200, 900, false);
    }

    /**
     * Takes a port below those that the system assigns itself, so that none of its connections takes it before a restart. No
     * socket tries whether the port is free: a process that starts at that moment would inherit it and keep the port.
     */
    private Desk startOnFreePort() {
        int first = ThreadLocalRandom.current().nextInt(20_000, 30_000);
        for (int port = first; ; port++) {
            try {
                return startDesk(port);
            } catch (UncheckedIOException e) {
                if (port - first == 100) {
                    throw e;
                }
            }
        }
    }

    private Desk startDesk(int port) {
        return Desk.start(DeskSettings.builder()
                .port(port)
                .publicUrl("http://127.0.0.1:" + port)
                .database(database())
                .apiKey(local.apiKey())
                .apiUrl(local.baseUrl())
                .sampleInterval(Duration.ofSeconds(2))
                .build());
    }

    private String database() {
        return "jdbc:h2:file:" + directory.resolve("desk").toAbsolutePath();
    }

    @AfterEach
    void close() {
        browser.open("about:blank");
        desk.close();
        local.close();
        site.close();
    }

    @Test
    void progress_ofASubmittedJob_moves_withoutReload() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.SLOW_PAGE, 500));
        submit(urls("/page/", 30));
        browser.evaluate("window.unchanged = true");
        browser.await("document.querySelector('#job-state .state').textContent === 'processing'");
        long first = completed();
        browser.await("Number(document.querySelector('#job-state strong').textContent) > " + first);
        long second = completed();
        browser.await("document.querySelectorAll('#job-pages .page-row').length > 0");
        browser.picture("job-running");
        browser.await("Number(document.querySelector('#job-state strong').textContent) > " + second);
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'");
        assertThat(completed()).isEqualTo(30);
        browser.await("document.querySelectorAll('#job-pages .page-row').length === 30");
        browser.await("document.querySelector('#job-actions form') === null");
        assertThat(browser.is("window.unchanged"))
                .as("the page was not reloaded")
                .isTrue();
    }

    @Test
    void list_ofJobs_showsNewJobsAndTheirProgress_withoutReload() throws Exception {
        browser.open(desk.url() + "/jobs");
        browser.evaluate("window.unchanged = true");
        browser.await("document.querySelector('#no-jobs') !== null");
        new DeskClient(desk.url()).submit(Map.of("kind", "batch", "urls", site.url("/elsewhere")));
        browser.await("document.querySelector('#jobs .job-row .state')?.textContent === 'completed'");
        assertThat(browser.is("window.unchanged && document.querySelector('#no-jobs') === null"))
                .isTrue();
    }

    @Test
    void markdown_thatTriesToRunAScript_isShownAsText() throws Exception {
        site.page("/hostile", HOSTILE);
        submit(List.of(site.url("/hostile")));
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'");
        browser.await("document.querySelector('#job-pages .page-row a') !== null");
        browser.click("#job-pages .page-row a[href]:not(.thumb)");
        browser.await("document.querySelector('#markdown') !== null");
        browser.picture("page-hostile");

        assertThat(browser.text("#markdown")).contains("Hostile page", "window.pwned = 'text'", "fine link");
        String title = browser.title();
        assertThat(title).startsWith("Fine <script>");
        List<String> forbidden = List.of(
                "script", "style", "img", "svg", "iframe", "object", "form", "input", "button", "[style]", "[onerror]");
        for (String selector : forbidden) {
            assertThat(browser.all("#markdown " + selector)).as(selector).isEmpty();
        }
        assertThat(browser.is("[...document.querySelectorAll('#markdown *')].every(element =>"
                        + " [...element.attributes].every(attribute => !attribute.name.startsWith('on')"
                        + " && !/^\\s*(javascript|data|vbscript):/i.test(attribute.value)))"))
                .isTrue();
        browser.evaluate("document.querySelectorAll('#markdown a').forEach(link => {"
                + " link.removeAttribute('target'); if (!link.href.startsWith('http')) link.click(); })");
        assertThat(browser.is("window.pwned === undefined")).isTrue();
        assertThat(browser.title()).isEqualTo(title);
        assertThat(browser.is("document.documentElement.scrollWidth <= innerWidth"))
                .as("a wide table does not widen the page")
                .isTrue();
        assertThat(browser.number("document.querySelector('#markdown td, #markdown th').offsetHeight"))
                .as("the words of a wide table are not broken")
                .isLessThan(60);

        // even if something passed the sanitizer, the policy of the page would stop it
        browser.evaluate(
                "(() => { const script = document.createElement('script');"
                        + " script.textContent = 'window.pwned = 1'; document.body.append(script);"
                        + " document.getElementById('markdown').insertAdjacentHTML('beforeend',"
                        + " '<img src=\"/none\" onerror=\"window.pwned = 2\"><b id=\"styled\" style=\"color: red\">x</b>'); })()");
        browser.await("[...document.images].every(image => image.complete)");
        assertThat(browser.is("window.pwned === undefined")).isTrue();
        assertThat(browser.string("getComputedStyle(document.getElementById('styled')).color"))
                .isNotEqualTo("rgb(255, 0, 0)");
    }

    @Test
    void job_isCancelledByItsButton() throws Exception {
        submit(List.of(site.url("/one"), site.url("/held/two")));
        site.awaitHeld(1);
        browser.click("#job-actions form button");
        browser.await("document.querySelector('#job-state .state').textContent === 'cancelled'");
        browser.await("document.querySelector('#job-actions form') === null");
        browser.picture("job-cancelled");
    }

    @Test
    void failedPages_areReadAgainByTheirButton() throws Exception {
        site.page("/broken", 503, "text/html", "<p>broken</p>");
        submit(List.of(site.url("/fine"), site.url("/broken")));
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'");
        browser.await("document.querySelector('#job-actions form') !== null");
        assertThat(browser.text("#job-failures")).contains("Failed pages", "/broken");
        browser.picture("job-failed-page");
        site.page("/broken", "<p>mended</p>");
        browser.enter("#job-actions form button");
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'"
                + " && document.querySelector('#job-failures section') === null");
        assertThat(browser.text("#job-state")).contains("2 of 2 pages").doesNotContain("failed");
    }

    @Test
    void openPage_catchesUp_whenTheServerRestarts() throws Exception {
        submit(List.of(site.url("/one"), site.url("/held/two")));
        site.awaitHeld(1);
        browser.evaluate("window.unchanged = true");
        String url = desk.url();
        desk.close();
        browser.await("document.body.classList.contains('offline')");
        browser.picture("job-offline");
        site.release();
        desk = startDesk(Integer.parseInt(url.replaceFirst(".*:", "")));
        assertThat(desk.url()).isEqualTo(url);
        browser.await("!document.body.classList.contains('offline')");
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'");
        browser.await("document.querySelectorAll('#job-pages .page-row').length === 2");
        assertThat(browser.is("window.unchanged"))
                .as("the page was not reloaded")
                .isTrue();
    }

    @Test
    void mainViews_fitAPhone_andAreReadableInTheDark() throws Exception {
        site.page("/broken", 503, "text/html", "<p>broken</p>");
        String longPath = "/" + "long-word-in-an-address".repeat(8);
        site.page(longPath, "<h1>" + "Unbreakable".repeat(20) + "</h1><pre>" + "x".repeat(400) + "</pre>");
        submit(List.of(site.url(longPath), site.url("/broken"), site.url("/fine")));
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'");
        browser.await("document.querySelectorAll('#job-pages .page-row').length === 3");
        String job = browser.address();
        List<String> views = List.of(
                desk.url() + "/jobs",
                job,
                job + "/pages/1",
                desk.url() + "/search?q=x",
                desk.url() + "/account",
                desk.url() + "/deliveries");
        for (String scheme : List.of("light", "dark")) {
            browser.colors(scheme);
            for (String view : views) {
                browser.screen(390, 844, true);
                browser.open(view);
                String name = view.substring(desk.url().length())
                        .replaceFirst("\\?.*", "")
                        .replaceFirst("/jobs/[^/]+", "/job");
                browser.picture("phone-" + scheme + name.replace('/', '-'));
                assertThat(browser.number("document.documentElement.scrollWidth"))
                        .as(name + " at 390 pixels")
                        .isLessThanOrEqualTo(390);
                assertThat(browser.number("[...document.querySelectorAll('button')]"
                                + ".reduce((least, button) => Math.min(least, button.offsetHeight), 99)"))
                        .as("a finger hits the buttons of " + name)
                        .isGreaterThanOrEqualTo(40);
                assertThat(contrast("body")).as(scheme + " text of " + name).isGreaterThan(7);
                assertThat(contrast(".meta, .empty"))
                        .as(scheme + " side text of " + name)
                        .isGreaterThan(4.5);
                assertThat(contrast("a[aria-current], main a, h1"))
                        .as(scheme + " links of " + name)
                        .isGreaterThan(4.5);
            }
        }
        assertThat(browser.string("getComputedStyle(document.body).colorScheme"))
                .contains("dark");
    }

    @Test
    void form_isReachedAndSubmitted_byTheKeyboardAlone() throws Exception {
        browser.open(desk.url() + "/jobs");
        browser.press(Keys.TAB);
        assertThat(browser.string("document.activeElement.textContent")).isEqualTo("Skip to the content");
        tabTo("document.activeElement.id === 'urls'");
        browser.press(site.url("/typed"));
        tabTo("document.activeElement.tagName === 'BUTTON'");
        assertThat(browser.string("getComputedStyle(document.activeElement).outlineStyle"))
                .as("the focus is visible")
                .isNotEqualTo("none");
        browser.press(Keys.ENTER);
        browser.await("location.pathname.startsWith('/jobs/')");
        browser.await("document.querySelector('#job-state .state')?.textContent === 'completed'");
        browser.await("document.querySelector('#job-pages a') !== null");
        tabTo("document.activeElement.closest('#job-pages') !== null");
        browser.press(Keys.ENTER);
        browser.await("document.querySelector('#markdown') !== null");
        assertThat(browser.text("#markdown")).contains("/typed");
    }

    @Test
    void focus_staysWhereItIs_whenPartsOfThePageAreReplaced() throws Exception {
        submit(List.of(site.url("/one"), site.url("/two"), site.url("/held/three"), site.url("/four")));
        browser.await("document.querySelector('#page-2') !== null");
        site.awaitHeld(1);
        tabTo("document.activeElement.id === 'page-2'");
        browser.evaluate("(window.focused = document.activeElement).id");
        site.release();
        browser.await("!document.body.contains(window.focused) && document.querySelector('#page-4') !== null");
        assertThat(browser.string("document.activeElement.id"))
                .as("the same link of the new list has the focus")
                .isEqualTo("page-2");
        browser.press(Keys.ENTER);
        browser.await("location.pathname.endsWith('/pages/2')");
    }

    @Test
    void focus_goesToTheState_whenItsButtonGoes_andStaysInTheListOfJobs() throws Exception {
        submit(List.of(site.url("/one"), site.url("/held/two")));
        site.awaitHeld(1);
        String job = browser.address();
        browser.await("document.querySelector('#job-state .state').textContent === 'processing'");
        browser.await("document.getElementById('job-actions').dataset.state === 'processing'");
        tabTo("document.activeElement.id === 'cancel'");
        browser.press(Keys.ENTER);
        browser.await("document.querySelector('#job-state .state')?.textContent === 'cancelled'");

        site.page("/broken", 503, "text/html", "<p>broken</p>");
        submit(List.of(site.url("/broken"), site.url("/held/three")));
        site.awaitHeld(1);
        browser.await("document.getElementById('job-actions').dataset.state === 'processing'");
        tabTo("document.activeElement.id === 'cancel'");
        site.release();
        browser.await("document.querySelector('#cancel') === null");
        assertThat(browser.string("document.activeElement.id")).isEqualTo("job-state");
        browser.press(Keys.TAB);
        assertThat(browser.string("document.activeElement.id")).isEqualTo("retry");

        browser.open(desk.url() + "/jobs");
        tabTo("document.activeElement.getAttribute('href') === '" + job.replaceFirst(".*(/jobs/)", "$1") + "'");
        browser.evaluate("(window.focused = document.activeElement).id");
        new DeskClient(desk.url()).submit(Map.of("kind", "batch", "urls", site.url("/elsewhere")));
        browser.await("document.querySelectorAll('.job-row').length === 3");
        assertThat(browser.is("document.activeElement.textContent === window.focused.textContent"))
                .isTrue();
    }

    @Test
    void deadLetter_isShown_andHandledAgainByItsButton() throws Exception {
        local.faults().add(Fault.of(Fault.Kind.SERVER_ERROR, Fault.ALWAYS).on("/v1/read"));
        submit(List.of(site.url("/one")));
        String job = browser.address();
        DeadLetter.provoke(new DeskClient(desk.url()), database(), new DeskSecrets(local.apiKey()).webhookSecret());

        browser.open(desk.url() + "/deliveries");
        assertThat(browser.text("section[aria-labelledby=dead]"))
                .contains("job.completed", "12 attempts", "is unknown while a job is being submitted");
        browser.picture("deliveries-dead-letter");
        browser.screen(390, 844, true);
        browser.picture("phone-deliveries-dead-letter");
        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        local.faults().clear();
        browser.open(job);
        browser.await("document.querySelector('#job-state .state')?.textContent === 'completed'");
        browser.open(desk.url() + "/deliveries");
        browser.enter("section[aria-labelledby=dead] button");
        Eventually.await("the delivery is handled", Duration.ofSeconds(60), () -> {
            browser.open(desk.url() + "/deliveries");
            return browser.text("section[aria-labelledby=dead]").contains("Every delivery was handled")
                    && browser.text("section[aria-labelledby=pending]").contains("None.");
        });
    }

    @Test
    void wrongInput_isRefusedWithTheReason_andKept() throws Exception {
        browser.open(desk.url() + "/jobs");
        browser.fill("#urls", "javascript:alert(1)");
        browser.click("form.submit button");
        browser.await("document.querySelector('form .problem')?.textContent.includes('is not a URL')");
        assertThat(browser.string("document.querySelector('#urls').value")).isEqualTo("javascript:alert(1)");
        browser.picture("jobs-refused");
        browser.evaluate("document.querySelector('#urls').value = 'https://example.com/page\\n'.repeat(100000)");
        browser.click("form.submit button");
        browser.await("document.body.textContent.includes('Enter at most 1000 URLs at a time.')");
        browser.picture("form-too-large");
    }

    @Test
    void withoutJavaScript_theFormWorks_andThePageReloads() throws Exception {
        try (Browser plain = Browser.startWithoutJavaScript()) {
            plain.open(desk.url() + "/jobs");
            plain.fill("#urls", site.url("/one") + "\n" + site.url("/held/two"));
            plain.click("input[value=batch]");
            plain.click("form.submit button");
            site.awaitHeld(1);
            assertThat(plain.address()).contains("/jobs/");
            plain.awaitText("#job-state", "of 2 pages");
            assertThat(plain.all("meta[http-equiv=refresh]")).hasSize(1);
            site.release();
            plain.awaitText("#job-state .state", "completed");
            plain.awaitText("#job-pages", "/held/two");
            plain.picture("job-without-javascript");
            plain.open(desk.url() + "/search");
            plain.fill("#q", "held");
            plain.click("form.search button");
            plain.awaitText("#hits", "/held/two");
        }
    }

    @Test
    void search_findsText_whileTyping() throws Exception {
        site.page("/fish", "<h1>Fish</h1><p>The salmon of wisdom &amp; its river.</p>");
        submit(List.of(site.url("/fish"), site.url("/fowl")));
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'");
        browser.open(desk.url() + "/search");
        browser.fill("#q", "OF WISDOM");
        browser.await("document.querySelector('#hits mark')?.textContent === 'of wisdom'");
        assertThat(browser.all("#hits .page-row")).hasSize(1);
        browser.picture("search");
    }

    @Test
    void mainViews_withTheSampleSite_arePhotographed() throws Exception {
        browser.console(); // what other tests provoked
        local.faults().add(Fault.of(Fault.Kind.SLOW_PAGE, 400));
        browser.open(desk.url() + "/jobs");
        browser.fill("#urls", local.siteUrl());
        browser.click("input[value=crawl]");
        browser.click("input[name=screenshots]");
        browser.fill("#maxPages", "5");
        browser.click("form.submit button");
        browser.await("document.querySelectorAll('#job-pages .page-row').length >= 2");
        browser.picture("job");
        String job = browser.address();
        String more = local.site().url("/faq.html") + "\n" + local.site().url(SampleSite.MISSING_PAGE);
        new DeskClient(desk.url()).submit(Map.of("kind", "batch", "urls", more));
        browser.await("document.querySelector('#job-state .state').textContent === 'completed'");
        browser.picture("job-ended");
        assertThat(browser.all("#job-pages .thumb img")).hasSize(5);
        browser.await("document.querySelector('#job-pages .thumb img').naturalWidth > 0");
        browser.open(desk.url() + "/jobs");
        browser.await("[...document.querySelectorAll('.job-row .state')].every(it => it.textContent === 'completed')");
        browser.picture("jobs");
        browser.open(job + "/pages/2");
        browser.picture("page");
        browser.open(desk.url() + "/account");
        browser.await("document.querySelectorAll('.gauge').length === 3");
        browser.await("(window.Chart?.getChart('credits')?.data.labels.length ?? 0) > 1");
        assertThat(browser.is("(labels => new Set(labels).size === labels.length)"
                        + "(Chart.getChart('credits').scales.x.ticks.map(tick => tick.label))"))
                .as("no two labels of the axis are the same")
                .isTrue();
        browser.picture("account");
        Eventually.await("a delivery is counted", Duration.ofSeconds(30), () -> {
            browser.open(desk.url() + "/deliveries");
            return !browser.text("#received").equals("0");
        });
        browser.picture("deliveries");
        browser.colors("dark");
        browser.open(job);
        browser.picture("job-dark");
        browser.open(desk.url() + "/account");
        browser.await("document.querySelectorAll('.gauge').length === 3");
        browser.await("window.Chart?.getChart('credits') !== undefined");
        browser.picture("account-dark");
        browser.open(desk.url() + "/jobs");
        browser.picture("jobs-dark");
        assertThat(browser.all(".job-row")).hasSize(2);
        assertThat(browser.console())
                .as("the pages obey their own policy")
                .noneMatch(line -> line.contains("Content Security Policy"));
    }

    private void submit(List<String> urls) throws Exception {
        browser.open(desk.url() + "/jobs");
        browser.fill("#urls", String.join("\n", urls));
        browser.click("input[value=batch]");
        browser.click("form.submit button");
        browser.await("location.pathname.startsWith('/jobs/')");
    }

    private List<String> urls(String prefix, int number) {
        return IntStream.range(0, number)
                .mapToObj(page -> site.url(prefix + page))
                .toList();
    }

    private long completed() {
        return browser.number("Number(document.querySelector('#job-state strong').textContent)");
    }

    private void tabTo(String condition) {
        for (int i = 0; i < 30; i++) {
            browser.press(Keys.TAB);
            if (browser.is(condition)) {
                return;
            }
        }
        throw new AssertionError("30 tabs do not reach " + condition);
    }

    /** The ratio of WCAG between the text of the first such element and what is behind it; 99 if there is none. */
    private double contrast(String selector) {
        Object ratio = browser.evaluate("""
                (() => {
                  const numbers = color => color.match(/[\\d.]+/g).map(Number);
                  const light = color => {
                    const [r, g, b] = numbers(color).map(each => each / 255)
                      .map(each => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const element = document.querySelector('%s');
                  if (!element) return 99;
                  let behind = element;
                  const transparent = it => numbers(getComputedStyle(it).backgroundColor)[3] === 0;
                  while (behind.parentElement && transparent(behind)) behind = behind.parentElement;
                  const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)];
                  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                })()""".formatted(selector).strip());
        return ratio instanceof Number number ? number.doubleValue() : 0;
    }
}
