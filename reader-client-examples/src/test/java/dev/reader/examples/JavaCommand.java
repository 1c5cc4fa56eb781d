package dev.reader.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes commands that run a program in a process of its own, with the class path of the tests. */
public final class JavaCommand {
    private JavaCommand() {}

    /** Returns a command that starts fast. */
    public static List<String> of(Class<?> main, String... arguments) {
        return of(List.of(), main, arguments);
    }

    /** Returns a command that starts fast, with further options of the JVM. */
    public static List<String> of(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
