package consumer;

import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Starts Tomcat 9 with the servlet. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Deliveries deliveries = new Deliveries();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Path.of("target", "tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "webhooks", new WebhookServlet(deliveries.receiver()));
        context.addServletMappingDecoded(Deliveries.PATH, "webhooks");
        tomcat.start();
        try {
            deliveries.check("Tomcat 9", tomcat.getConnector().getLocalPort());
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
