package com.example.pages;

import dev.reader.client.webhook.WebhookReceiver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Receives webhooks in Spring MVC, behind its filters. Spring Security must permit the path and skip CSRF for it. */
@RestController
class WebhookController {
    private final WebhookReceiver receiver;

    WebhookController(WebhookReceiver receiver) {
        this.receiver = receiver;
    }

    @PostMapping("/hooks/reader")
    ResponseEntity<Void> receive(HttpServletRequest request) throws IOException {
        int status = receiver.receive(request::getHeader, request.getInputStream());
        return ResponseEntity.status(status).build();
    }
}
