package dev.reader.examples.desk.web;

import dev.reader.examples.desk.jobs.Submission;
import dev.reader.examples.desk.logging.RepeatedWarnings;
import dev.reader.examples.desk.store.DatabaseException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Protects every page: headers, access, and a token in each form. What machines call (health, deliveries, orders, signed
 * links) has a check of its own.
 */
final class SecurityFilter extends HttpFilter {
    @Serial
    private static final long serialVersionUID = 1;

    /** The attribute of a request that holds the token for its forms. */
    static final String CSRF = "desk.csrf";

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String COOKIE = "desk_session";
    static final int MAX_FORM_BYTES = 3_000_000;
    private static final long MAX_SKIPPED_BYTES = 50_000_000;
    private static final int MEGABYTE = 1_000_000;
    private static final int SESSION_BYTES = 18;
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{24}");
    private static final Set<String> OWN_CHECK = Set.of("/healthz", "/hooks/reader", "/orders", "/results");
    private static final Logger LOG = LoggerFactory.getLogger(SecurityFilter.class);

    private final transient RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final transient Views views;
    private final transient Access access;
    private final transient Tokens tokens;
    private final transient SecureRandom random = new SecureRandom();
    private final boolean secureCookies;

    SecurityFilter(Views views, Access access, Tokens tokens, boolean secureCookies) {
        this.views = views;
        this.access = access;
        this.tokens = tokens;
        this.secureCookies = secureCookies;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        setHeaders(response);
        try {
            if (request.getMethod().equals("TRACE")) {
                // the response would tell what a proxy added to the request
                text(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Use another method.");
            } else if (hasOwnCheck(request.getServletPath())) {
                chain.doFilter(request, response);
            } else if (!access.permits(request)) {
                refuse(response);
            } else if (request.getContentLengthLong() > MAX_FORM_BYTES) {
                skipBody(request);
                page(
                        response,
                        HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                        "The form has more than " + MAX_FORM_BYTES / MEGABYTE + " MB. Enter at most "
                                + Submission.MAX_URLS + " URLs at a time.");
            } else {
                String session = session(request, response);
                request.setAttribute(CSRF, tokens.sign(session));
                if (changes(request) && !tokens.verify(session, token(request))) {
                    page(
                            response,
                            HttpServletResponse.SC_FORBIDDEN,
                            "The form is out of date. Go back and reload the page.");
                    return;
                }
                chain.doFilter(request, response);
            }
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            response.reset();
            setHeaders(response);
            fail(request, response, e);
        }
    }

    private static void setHeaders(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    /** A browser shows the response only after it has sent its form. */
    private static void skipBody(HttpServletRequest request) throws IOException {
        request.getInputStream().skip(MAX_SKIPPED_BYTES);
    }

    private void fail(HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
            throws IOException {
        int status;
        String message;
        if (failure instanceof HttpException bad && bad.getCode() < HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            status = bad.getCode();
            message = "The request can't be read.";
        } else if (failure instanceof DatabaseException) {
            warnings.warn("requests fail", failure);
            response.setHeader("Retry-After", "5");
            status = HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            message = "The database does not answer. Try again in a minute.";
        } else {
            LOG.error("{} {} failed", request.getMethod(), request.getServletPath(), failure);
            status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
            message = "The desk failed. Its log tells why.";
        }
        if (hasOwnCheck(request.getServletPath())) {
            text(response, status, message);
        } else {
            page(response, status, message);
        }
    }

    private void page(HttpServletResponse response, int status, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write(views.error(message));
    }

    private static boolean hasOwnCheck(String path) {
        return OWN_CHECK.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    private void refuse(HttpServletResponse response) throws IOException {
        if (access.asksForPassword()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Reader Desk\", charset=\"UTF-8\"");
            text(response, HttpServletResponse.SC_UNAUTHORIZED, "Enter the password of the desk, with any user name.");
        } else if (access.needsSecret()) {
            text(response, HttpServletResponse.SC_UNAUTHORIZED, "Open the desk through its proxy.");
        } else {
            text(response, HttpServletResponse.SC_FORBIDDEN, "Open the desk as http://localhost.");
        }
    }

    private String session(HttpServletRequest request, HttpServletResponse response) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)
                        && SESSION.matcher(cookie.getValue()).matches()) {
                    return cookie.getValue();
                }
            }
        }
        byte[] bytes = new byte[SESSION_BYTES];
        random.nextBytes(bytes);
        String session = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        response.addHeader(
                "Set-Cookie",
                COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict" + (secureCookies ? "; Secure" : ""));
        return session;
    }

    private static boolean changes(HttpServletRequest request) {
        return !Set.of("GET", "HEAD", "OPTIONS").contains(request.getMethod());
    }

    private static @Nullable String token(HttpServletRequest request) {
        return request.getParameter("csrf");
    }

    private static void text(HttpServletResponse response, int status, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().println(message);
    }
}
