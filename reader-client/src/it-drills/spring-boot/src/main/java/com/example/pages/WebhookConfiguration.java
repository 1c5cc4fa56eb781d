package com.example.pages;

import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The receiver of webhooks as a bean. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    /** Verifies a delivery and handles it once, in one transaction with the effect. */
    @Bean
    WebhookReceiver webhookReceiver(ReaderProperties settings, TransactionalDeliveryLog log, JobEvents events) {
        return WebhookReceiver.builder(WebhookVerifier.of(settings.webhookSecret()))
                .deliveryLog(log)
                .build(events::handle);
    }
}
