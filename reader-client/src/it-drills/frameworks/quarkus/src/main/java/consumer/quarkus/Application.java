package consumer.quarkus;

import com.fasterxml.jackson.databind.ObjectMapper;
import consumer.Main;
import dev.reader.client.ReaderClient;
import dev.reader.client.model.Page;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/** Takes the client and the mapper of Quarkus, and runs the program with the libraries that Quarkus brings. */
@QuarkusMain
public class Application implements QuarkusApplication {
    @Inject
    ReaderClient reader;

    @Inject
    ObjectMapper mapper;

    @Override
    public int run(String... args) throws Exception {
        Page page = Page.builder("https://example.com/").markdown("# Hi").build();
        if (!mapper.readValue(mapper.writeValueAsString(page), Page.class).equals(page)) {
            throw new AssertionError("the mapper of Quarkus changed the page");
        }
        if (!reader.async().getClass().getName().startsWith("dev.reader.client.")) {
            throw new AssertionError("Quarkus did not inject the client");
        }
        Main.main(new String[] {"on the class path"});
        return 0;
    }
}
