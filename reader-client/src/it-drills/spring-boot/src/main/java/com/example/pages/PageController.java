package com.example.pages;

import dev.reader.client.ReaderClient;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.model.Page;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Returns pages as JSON and takes them back. */
@RestController
class PageController {
    private final ReaderClient reader;

    PageController(ReaderClient reader) {
        this.reader = reader;
    }

    @GetMapping("/pages")
    Page page(@RequestParam String url) {
        return reader.scrape(url);
    }

    /** Answers with the page that it got, to show that nothing is lost on the way. */
    @PostMapping("/pages/echo")
    Page echo(@RequestBody Page page) {
        return page;
    }

    /** Tells the thread of a request; a virtual one on Java 21 and later. */
    @GetMapping("/thread")
    String thread() {
        return Thread.currentThread().toString();
    }

    @ExceptionHandler
    ProblemDetail failed(ReaderApiException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, e.getMessage());
        problem.setProperty("readerRequestId", e.requestId());
        return problem;
    }
}
