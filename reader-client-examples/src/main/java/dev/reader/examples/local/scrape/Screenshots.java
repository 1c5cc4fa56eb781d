package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.JsonNodes;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes screenshots of whole pages, each in a browser of its own, at most two at a time. The viewport has 1280 by 800
 * pixels. A page that is higher than 16,384 pixels, the limit of the browser, is cut there.
 */
final class Screenshots {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;
    private static final int MAX_HEIGHT = 16_384;
    private static final int MAX_CONCURRENT = 2;

    private final Chromium chromium;
    private final Executor executor;
    private final Semaphore slots = new Semaphore(MAX_CONCURRENT);

    Screenshots(Chromium chromium, Executor executor) {
        this.chromium = chromium;
        this.executor = executor;
    }

    /**
     * Returns a screenshot of the page as a PNG.
     *
     * @throws ApiException {@code scrape_timeout}; {@code upstream_unavailable} if there is no browser, or it fails
     */
    byte[] take(String url, ScrapeDeadline deadline) throws InterruptedException {
        if (!slots.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw deadline.exceeded("The screenshot");
        }
        try (Chromium.Running browser = chromium.start();
                CdpConnection connection = CdpConnection.open(browser.endpoint(), executor, deadline)) {
            return capture(connection, url);
        } catch (TimeoutException e) {
            throw deadline.exceeded("The screenshot");
        } catch (ExecutionException e) {
            String reason = e.getCause() == null ? "unknown" : e.getCause().getMessage();
            throw new ApiException(
                    ErrorCode.UPSTREAM_UNAVAILABLE, "The browser took no screenshot of " + url + ": " + reason);
        } finally {
            slots.release();
        }
    }

    private static byte[] capture(CdpConnection browser, String url)
            throws InterruptedException, ExecutionException, TimeoutException {
        String target = browser.call("Target.createTarget", JsonNodes.object().put("url", "about:blank"), null)
                .path("targetId")
                .asText();
        String page = browser.call(
                        "Target.attachToTarget",
                        JsonNodes.object().put("targetId", target).put("flatten", true),
                        null)
                .path("sessionId")
                .asText();
        browser.call("Page.enable", JsonNodes.object(), page);
        browser.call("Emulation.setDeviceMetricsOverride", viewport(), page);
        JsonNode navigation = browser.call("Page.navigate", JsonNodes.object().put("url", url), page);
        if (navigation.hasNonNull("errorText")) {
            throw new ApiException(
                    ErrorCode.UPSTREAM_UNAVAILABLE,
                    "The browser can't open " + url + ": "
                            + navigation.path("errorText").asText());
        }
        browser.awaitEvent("Page.loadEventFired");
        int height = browser.call("Page.getLayoutMetrics", JsonNodes.object(), page)
                .path("cssContentSize")
                .path("height")
                .asInt(HEIGHT);
        ObjectNode options = JsonNodes.object().put("format", "png").put("captureBeyondViewport", true);
        options.putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", WIDTH)
                .put("height", Math.min(MAX_HEIGHT, Math.max(HEIGHT, height)))
                .put("scale", 1);
        String png = browser.call("Page.captureScreenshot", options, page)
                .path("data")
                .asText();
        return Base64.getDecoder().decode(png);
    }

    private static ObjectNode viewport() {
        return JsonNodes.object()
                .put("width", WIDTH)
                .put("height", HEIGHT)
                .put("deviceScaleFactor", 1)
                .put("mobile", false);
    }
}
