package dev.reader.examples.docs;

import dev.reader.client.webhook.WebhookReceiver;
import io.javalin.Javalin;

/** The code of docs/webhooks.md for Javalin. */
final class ReceivingInJavalin {
    private ReceivingInJavalin() {}

    static Javalin start(WebhookReceiver receiver, int port) {
        return Javalin.create(config -> config.routes.post("/hooks/reader", context -> {
                    context.status(receiver.receive(context::header, context.bodyInputStream()));
                }))
                .start(port);
    }
}
