package dev.reader.examples.desk;

import dev.reader.examples.local.scrape.Chromium;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A headless Chromium, driven by the chromedriver of this machine. */
final class Browser implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target", "desk", "browser");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Returns true if this machine has the browser and its driver. */
    static boolean isInstalled() {
        return Chromium.find() != null && driverProgram() != null;
    }

    private static @Nullable Path driverProgram() {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            Path program = Path.of(directory, "chromedriver");
            if (!directory.isEmpty() && Files.isExecutable(program)) {
                return program;
            }
        }
        return null;
    }

    static Browser start() {
        return start(Map.of());
    }

    static Browser startWithoutJavaScript() {
        return start(Map.of("profile.managed_default_content_settings.javascript", 2));
    }

    private static Browser start(Map<String, Object> preferences) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        Objects.requireNonNull(driverProgram(), "chromedriver").toFile())
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Objects.requireNonNull(Chromium.find(), "Chromium").toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=en",
                "--window-size=1200,900");
        options.setExperimentalOption("prefs", preferences);
        return new Browser(new ChromeDriver(service, options));
    }

    void open(String url) {
        driver.get(url);
    }

    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    /** Evaluates an expression of JavaScript in the page. */
    @Nullable
    Object evaluate(String expression) {
        return driver.executeScript("return " + expression);
    }

    boolean is(String expression) {
        return Boolean.TRUE.equals(evaluate(expression));
    }

    long number(String expression) {
        return ((Number) Objects.requireNonNull(evaluate(expression), expression)).longValue();
    }

    String string(String expression) {
        return String.valueOf(evaluate(expression));
    }

    /** Waits until an expression of JavaScript is true. */
    void await(String expression) throws Exception {
        try {
            Eventually.await(expression, TIMEOUT, () -> is(expression));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the page " + address() + " shows:\n" + text("body"), e);
        }
    }

    /** Waits until the element contains the text. Needs no JavaScript in the page. */
    void awaitText(String selector, String text) throws Exception {
        try {
            Eventually.await(
                    selector + " has '" + text + "'",
                    TIMEOUT,
                    () -> textNow(selector).contains(text));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the page " + address() + " shows:\n" + text("body"), e);
        }
    }

    private String textNow(String selector) {
        try {
            return text(selector);
        } catch (StaleElementReferenceException | NoSuchElementException e) {
            return ""; // just being replaced
        }
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    void fill(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    void click(String selector) {
        find(selector).click();
    }

    /** Presses keys, whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Returns the messages in the console since the last time. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** Imitates a screen. */
    void screen(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    /** Imitates a preference for light or dark pages. */
    void colors(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Writes a picture of the window to {@code target/desk/browser}. */
    void picture(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
