package consumer;

import dev.reader.client.webhook.ReaderWebhookServlet;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetSocketAddress;

/** Starts Undertow with the servlet. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Deliveries deliveries = new Deliveries();
        DeploymentManager deployment = Servlets.defaultContainer()
                .addDeployment(Servlets.deployment()
                        .setClassLoader(Main.class.getClassLoader())
                        .setContextPath("/")
                        .setDeploymentName("hooks")
                        .addServlet(Servlets.servlet(
                                        "webhooks",
                                        ReaderWebhookServlet.class,
                                        new ImmediateInstanceFactory<>(new ReaderWebhookServlet(deliveries.receiver())))
                                .addMapping(Deliveries.PATH)));
        deployment.deploy();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(deployment.start())
                .build();
        server.start();
        try {
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            deliveries.check("Undertow", address.getPort());
        } finally {
            server.stop();
        }
    }
}
