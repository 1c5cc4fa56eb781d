package com.example.pages;

import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.WebhookReceiver;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Receives webhooks outside Spring MVC. {@link WebhookController} shows the other way; one of them is enough. */
@Configuration(proxyBeanMethods = false)
class WebhookServletConfiguration {
    @Bean
    ServletRegistrationBean<ReaderWebhookServlet> webhookServlet(WebhookReceiver receiver) {
        return new ServletRegistrationBean<>(new ReaderWebhookServlet(receiver), "/hooks/reader-servlet");
    }
}
