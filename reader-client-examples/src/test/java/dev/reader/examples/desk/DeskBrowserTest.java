package dev.reader.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The pages in a real browser. Writes what it sees to {@code target/desk}. */
@Tag("drill")
class DeskBrowserTest {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target", "desk");
    private static final int PAGES = 8;
    private static final String HOSTILE = """
            <title>Anemone</title><main><h1>Anemone</h1>
            <p>[click](javascript:document.title='run')</p>
            <pre>&lt;script&gt;document.title = 'run'&lt;/script&gt;</pre>
            <p>&lt;img src=x onerror="document.title = 'run'"&gt;</p>
            <a href="javascript:document.title='run'">a link</a><img src="/p.png" onerror="document.title='run'"></main>""";

    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private LocalReader reader;
    private Desk desk;
    private ChromeDriver browser;
    private int port;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(DRIVER), "no " + DRIVER + "; Debian's package is chromium-driver");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        reader = LocalReader.builder().slowPageDelay(Duration.ZERO).start();
        reader.site().put("/hostile.html", HOSTILE);
        for (int i = 1; i <= PAGES; i++) {
            reader.site()
                    .put(
                            "/p" + i + ".html",
                            "<title>Gauge " + i + "</title><main><h1>Gauge " + i + "</h1><p>The tide at gauge " + i
                                    + ".</p></main>");
        }
        startDesk();
        browser = browser(false);
        Files.createDirectories(PICTURES);
    }

    private void startDesk() {
        desk = Desk.start(DeskSettings.builder()
                .port(port)
                .database(database)
                .apiKey(reader.apiKey())
                .apiUrl(reader.baseUrl())
                .publicUrl("http://localhost:" + port)
                .sampleInterval(Duration.ofSeconds(2))
                .build());
    }

    private static ChromeDriver browser(boolean dark) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(List.of(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"));
        if (dark) {
            options.addArguments("--force-dark-mode");
        }
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (desk != null) {
            desk.close();
            reader.close();
        }
    }

    private void open(String path) {
        browser.get("http://localhost:" + port + path);
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private void await(String what, Predicate<ChromeDriver> condition) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            try {
                if (condition.test(browser)) {
                    return;
                }
            } catch (WebDriverException e) {
                // the element is being replaced
                assertThat(System.nanoTime()).as(what).isLessThan(end);
            }
            assertThat(System.nanoTime())
                    .as(what + " in: " + browser.findElement(By.tagName("body")).getText())
                    .isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private void picture(String name) throws IOException {
        Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private void size(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    private void theme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private String script(String code) {
        return String.valueOf(((JavascriptExecutor) browser).executeScript(code));
    }

    private void submit(String urls, boolean screenshots) {
        open("/jobs");
        WebElement area = browser.findElement(By.id("urls"));
        area.clear();
        area.sendKeys(urls);
        browser.findElement(By.cssSelector("input[value=batch]")).click();
        if (screenshots) {
            browser.findElement(By.name("screenshots")).click();
        }
        browser.findElement(By.cssSelector("form.submit button")).click();
    }

    private String urls() {
        StringBuilder urls = new StringBuilder();
        for (int i = 1; i <= PAGES; i++) {
            urls.append(reader.site().url("/p" + i + ".html")).append('\n');
        }
        return urls.toString();
    }

    @Test
    void progress_moves_withoutAReload_andTheOpenPage_survivesARestart() throws IOException {
        reader.faults().add(Fault.of(Fault.Kind.SLOW_PAGE, 2_000).on("/p"));
        size(1100, 900);
        submit(urls() + reader.site().url("/gone.html"), false);
        script("window.kept = 'yes'");

        await(
                "progress",
                it -> it.findElement(By.cssSelector("#job-state progress"))
                        .getDomProperty("value")
                        .matches("[1-9][0-9]?(\\.0)?"));
        await(
                "pages",
                it -> it.findElements(By.cssSelector("#job-pages .page-row")).size() > 1);
        picture("job-under-way");

        desk.close();
        await(
                "the loss is shown",
                it -> it.findElement(By.tagName("body"))
                        .getDomAttribute("class")
                        .contains("offline"));
        startDesk();
        await("the end", it -> text("job-state").contains("completed"));
        assertThat(text("job-state")).contains("9 of 9 pages", "1 failed");
        await("the failures", it -> text("job-failures").contains("/gone.html"));
        assertThat(script("return window.kept")).as("no reload").isEqualTo("yes");

        reader.faults().clear();
        reader.site().put("/gone.html", "<title>Found</title><main><h1>Found</h1></main>");
        await(
                "the button",
                it -> !it.findElements(By.cssSelector("#job-actions button.primary"))
                        .isEmpty());
        picture("job-with-a-failed-page");
        browser.findElement(By.cssSelector("#job-actions button.primary")).sendKeys(Keys.ENTER);
        await("the retried page", it -> text("job-pages").contains("Found"));
        await("no failure", it -> !text("job-state").contains("failed"));
    }

    @Test
    void hostileMarkdown_doesNotRun() throws IOException {
        size(1100, 900);
        submit(reader.site().url("/hostile.html"), true);
        await("the end", it -> text("job-state").contains("completed"));
        picture("job-with-a-screenshot");
        browser.findElement(By.cssSelector("#job-pages .page-row div a")).click();
        await("the text", it -> text("markdown").contains("Anemone"));
        for (WebElement link : browser.findElements(By.cssSelector("#markdown a"))) {
            assertThat(link.getDomAttribute("href")).startsWith("http");
        }
        assertThat(browser.findElements(By.cssSelector("#markdown script, #markdown img")))
                .isEmpty();
        assertThat(browser.getTitle()).startsWith("Anemone");
        script("const s = document.createElement('script'); s.textContent = \"document.title = 'run'\";"
                + " document.body.append(s); document.body.insertAdjacentHTML('beforeend',"
                + " '<img src=x onerror=\"document.title=1\">')");
        assertThat(browser.getTitle())
                .as("the policy stops even what is in the page")
                .startsWith("Anemone");
        picture("page");
    }

    @Test
    void cancel_search_darkMode_andAPhone() throws IOException {
        reader.faults().add(Fault.of(Fault.Kind.SLOW_PAGE, 60_000).on("/p3"));
        size(390, 844);
        submit(urls(), false);
        await(
                "a job at Reader",
                it -> it.findElement(By.tagName("main")).getText().contains("Reader's id")
                        || !it.findElements(By.cssSelector("#job-actions button"))
                                .isEmpty());
        assertFits();
        browser.findElement(By.cssSelector("#job-actions button")).click();
        await("the cancellation", it -> text("job-state").contains("cancelled"));
        picture("phone-job");

        submit(reader.siteUrl(), false);
        await("the end", it -> text("job-state").contains("completed"));
        theme("dark");
        for (String path : List.of("/jobs", "/search?q=gauge", "/account", "/deliveries")) {
            open(path);
            assertFits();
            assertThat(script("return getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(16, 22, 21)");
            picture("phone-dark" + path.replaceAll("[?/=]+", "-"));
        }
        size(1100, 900);
        for (String path : List.of("/jobs", "/search", "/account", "/deliveries")) {
            open(path);
            await(
                    "a chart",
                    it -> !path.equals("/account")
                            || script("return Chart.getChart('credits') !== undefined")
                                    .equals("true"));
            picture("dark" + path.replace('/', '-'));
            theme("light");
            open(path);
            await(
                    "a chart",
                    it -> !path.equals("/account")
                            || script("return Chart.getChart('credits') !== undefined")
                                    .equals("true"));
            picture("light" + path.replace('/', '-'));
            theme("dark");
        }
        open("/search");
        browser.findElement(By.id("q")).sendKeys("tide");
        await("hits as one types", it -> text("hits").contains("page"));
        assertThat(browser.manage().logs().get("browser").getAll().stream()
                        .map(Object::toString)
                        .filter(line -> line.contains("Content Security Policy")))
                .as("the pages themselves obey the policy")
                .isEmpty();
    }

    private void assertFits() {
        assertThat(script("return document.documentElement.scrollWidth <= innerWidth"))
                .as(browser.getCurrentUrl())
                .isEqualTo("true");
    }
}
