package com.example.pages;

import dev.reader.client.ReaderClient;
import dev.reader.client.error.ReaderApiException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.model.Page;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Returns pages as JSON. */
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

    @ExceptionHandler
    ProblemDetail failed(ReaderException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, e.getMessage());
        if (e instanceof ReaderApiException refusal) {
            problem.setProperty("readerRequestId", refusal.requestId());
        }
        return problem;
    }

    @ExceptionHandler
    ProblemDetail rejected(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }
}
