package consumer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the program with a logging back end, and checks what it printed. */
public final class Logs {
    private Logs() {}

    public static void main(String[] args) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        // before the back end is loaded, which may keep the stream
        PrintStream capture = new PrintStream(captured, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
        Main.main(new String[] {"on the class path"});
        String text = captured.toString(StandardCharsets.UTF_8);

        List<String> attempts = text.lines()
                .filter(line -> line.contains("/v1/read") && line.contains("200"))
                .toList();
        boolean logged = args[0].equals("logged");
        if (attempts.isEmpty() == logged || text.contains("rdr_key") || text.contains("a secret of the tests")) {
            throw new AssertionError("expected the attempts " + args[0] + " and no secret, but got:\n" + text);
        }
        console.println("consumer with logging " + args[0] + ": passed " + attempts);
    }
}
