package consumer;

import dev.reader.client.ReaderClient;

/** Expects that the client refuses the versions of the libraries that it finds. */
public final class Refused {
    private Refused() {}

    public static void main(String[] args) {
        String message = null;
        try {
            ReaderClient.create("rdr_key").close();
        } catch (IllegalStateException e) {
            message = e.getMessage();
        }
        if (message == null || !message.startsWith(args[0]) || !message.contains("<scope>import</scope>")) {
            throw new AssertionError("expected a refusal that begins with \"" + args[0] + "\" but was: " + message);
        }
        System.out.println(message);
    }
}
