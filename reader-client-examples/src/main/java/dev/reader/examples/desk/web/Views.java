package dev.reader.examples.desk.web;

import dev.reader.examples.desk.live.Fragments;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.DeskPage;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates. Everything that they print is escaped, except the HTML of {@link MarkdownView}. Thread-safe. */
public final class Views implements Fragments {
    private final PebbleEngine engine;

    public Views() {
        ClasspathLoader loader = new ClasspathLoader(Views.class.getClassLoader());
        loader.setPrefix("dev/reader/examples/desk/templates/");
        loader.setSuffix(".peb");
        engine = new PebbleEngine.Builder()
                .loader(loader)
                .autoEscaping(true)
                .defaultLocale(Locale.ROOT)
                .strictVariables(true)
                .extension(new DeskFilters())
                .build();
    }

    String render(String template, Map<String, @Nullable Object> model) {
        StringWriter out = new StringWriter();
        try {
            engine.getTemplate(template).evaluate(out, model);
        } catch (IOException e) {
            throw new UncheckedIOException("the template " + template + " can't be rendered", e);
        }
        return out.toString();
    }

    /** Returns a page that tells what went wrong. */
    String error(String message) {
        return render("error", Map.of("message", message, "section", ""));
    }

    @Override
    public String job(DeskJob job) {
        return render("job-state", Map.of("job", job));
    }

    @Override
    public String pages(DeskJob job, List<DeskPage> pages) {
        return render("job-pages", Map.of("job", job, "pages", pages));
    }

    @Override
    public String row(DeskJob job) {
        return render("job-row", Map.of("job", job));
    }
}
