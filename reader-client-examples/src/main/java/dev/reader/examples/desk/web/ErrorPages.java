package dev.reader.examples.desk.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Shows the error responses of the server as pages of the desk. */
final class ErrorPages extends ErrorPageErrorHandler {
    private final Views views;

    ErrorPages(Views views) {
        this.views = views;
        setCacheControl("no-store");
    }

    @Override
    protected void generateAcceptableResponse(
            ServletContextRequest context,
            HttpServletRequest request,
            HttpServletResponse response,
            int code,
            @Nullable String message)
            throws IOException {
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write(views.error(text(code)));
    }

    private static String text(int code) {
        return switch (code) {
            case HttpServletResponse.SC_NOT_FOUND -> "There is nothing at this address.";
            case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "This address does not take such a request.";
            default -> "The server answered with status " + code + ".";
        };
    }
}
