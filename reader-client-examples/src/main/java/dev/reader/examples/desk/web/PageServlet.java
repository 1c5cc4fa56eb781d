package dev.reader.examples.desk.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders pages. */
abstract class PageServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_PAGE = 100_000;

    private final transient Views views;

    PageServlet(Views views) {
        this.views = views;
    }

    /** The part of the page that a script asks for, instead of all of it. */
    final boolean wantsFragment(HttpServletRequest request) {
        return "true".equals(request.getHeader("HX-Request"));
    }

    final void render(HttpServletRequest request, HttpServletResponse response, String template, Map<String, ?> values)
            throws IOException {
        Map<String, @Nullable Object> model = new HashMap<>(values);
        model.put("csrf", request.getAttribute(SecurityFilter.CSRF));
        model.put("section", request.getServletPath());
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write(views.render(template, model));
    }

    final void error(HttpServletRequest request, HttpServletResponse response, int status, String message)
            throws IOException {
        response.setStatus(status);
        render(request, response, "error", Map.of("message", message));
    }

    final void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
        error(request, response, HttpServletResponse.SC_NOT_FOUND, "There is nothing at this address.");
    }

    /** Goes to another page after a form. */
    static void redirect(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
    }

    static int number(@Nullable String text, int defaultValue) {
        if (text == null || text.isBlank()) {
            return defaultValue;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return defaultValue;
        }
    }

    /** As {@link #number}, but refuses what is not a number, with a message for the person who entered it. */
    static int wholeNumber(String name, @Nullable String text, int defaultValue) {
        if (text != null && !text.isBlank() && !text.strip().matches("-?\\d{1,9}")) {
            throw new IllegalArgumentException("The " + name + " is not a whole number.");
        }
        return number(text, defaultValue);
    }

    /** Returns the number of the page of a list, from 1. */
    static int page(HttpServletRequest request) {
        return Math.max(1, Math.min(MAX_PAGE, number(request.getParameter("page"), 1)));
    }

    static String text(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }
}
