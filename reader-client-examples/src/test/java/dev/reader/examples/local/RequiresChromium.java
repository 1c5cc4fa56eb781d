package dev.reader.examples.local;

import dev.reader.examples.local.scrape.Chromium;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips a test where the local Reader finds no browser. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.reader.examples.local.RequiresChromium$Browser#isInstalled",
        disabledReason = "no Chromium or Chrome on the search path")
public @interface RequiresChromium {
    /** Looks where the local Reader looks. */
    final class Browser {
        private Browser() {}

        static boolean isInstalled() {
            return Chromium.find() != null;
        }
    }
}
