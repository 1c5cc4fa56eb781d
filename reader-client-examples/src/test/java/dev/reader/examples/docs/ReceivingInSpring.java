package dev.reader.examples.docs;

import dev.reader.client.webhook.WebhookReceiver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The code of docs/webhooks.md for Spring MVC. */
@RestController
class ReceivingInSpring {
    private final WebhookReceiver receiver;

    ReceivingInSpring(WebhookReceiver receiver) {
        this.receiver = receiver;
    }

    @PostMapping("/hooks/reader")
    ResponseEntity<Void> receive(HttpServletRequest request) throws IOException {
        int status = receiver.receive(request::getHeader, request.getInputStream());
        return ResponseEntity.status(status).build();
    }
}
