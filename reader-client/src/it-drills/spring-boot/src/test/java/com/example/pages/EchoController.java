package com.example.pages;

import dev.reader.client.model.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Adds paths that only the tests request. */
@RestController
class EchoController {
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
}
