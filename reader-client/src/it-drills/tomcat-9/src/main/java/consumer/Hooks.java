package consumer;

import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Prints each verified event once. Takes the port; the secret of the webhook comes from the environment. */
public final class Hooks {
    private Hooks() {}

    public static void main(String[] args) throws Exception {
        WebhookVerifier verifier = WebhookVerifier.of(System.getenv("READER_WEBHOOK_SECRET"));
        WebhookReceiver receiver = WebhookReceiver.of(verifier, event -> System.out.println("received " + event));

        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("target/tomcat");
        tomcat.setPort(Integer.parseInt(args[0]));
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "reader", new WebhookServlet(receiver));
        context.addServletMappingDecoded("/hooks/reader", "reader");
        tomcat.getConnector().setThrowOnFailure(true); // if the port is taken
        tomcat.start();
        System.out.println("listening on port " + args[0]);
        tomcat.getServer().await();
    }
}
