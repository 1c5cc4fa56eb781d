package dev.reader.examples.cli;

import dev.reader.client.error.ReaderException;
import dev.reader.examples.OutputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into messages for people, and exit codes. No message contains a stack trace or a Java class name. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String DEBUG_VARIABLE = "READER_DEBUG";

    private final CliContext context;

    Failures(CliContext context) {
        this.context = context;
    }

    /** Converts the value of an option to a number. */
    static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    /** As {@link #wholeNumber(String)}, for an option with a smaller range. */
    static int smallWholeNumber(String text) {
        long number = wholeNumber(text);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw new TypeConversionException(text + " is out of range");
        }
        return (int) number;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        String message = String.valueOf(exception.getMessage());
        if (exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            message = "Unknown command: " + String.join(" ", unmatched.getUnmatched());
        }
        context.note(message.replace("option option", "option"));
        StringWriter suggestions = new StringWriter();
        if (UnmatchedArgumentException.printSuggestions(exception, new PrintWriter(suggestions))) {
            suggestions.toString().lines().filter(line -> !line.isBlank()).forEach(context::note);
        }
        context.note("Run '" + command.getCommandSpec().qualifiedName() + " --help' for help.");
        return ExitCode.USAGE;
    }

    /** Runs a command. Its help, which picocli prints outside of the command, can fail to be written too. */
    static int run(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutputException e) {
            return ExitCode.FAILED;
        }
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) {
        if (exception instanceof OutputException) {
            // reported by StandardOutput.run, because picocli prints the exceptions of this method
            return ExitCode.FAILED;
        }
        if (context.variable(DEBUG_VARIABLE) != null) {
            exception.printStackTrace(context.err());
        }
        if (exception instanceof UsageException || exception instanceof IllegalArgumentException) {
            String.valueOf(exception.getMessage()).lines().forEach(context::note);
            return ExitCode.USAGE;
        }
        context.note("Failed: " + reason(exception));
        return ExitCode.FAILED;
    }

    /** Removes the names of exceptions, which the client's messages about lost connections contain. */
    private static String withoutClassNames(String message) {
        return message.replace("UnknownHostException: ", "unknown host: ")
                .replaceAll("(?:\\b[a-z]\\w*\\.)*\\b[A-Z]\\w*(?:Exception|Error): ", "")
                .replaceAll("(?:\\b[a-z]\\w*\\.)*\\b[A-Z]\\w*(?:Exception|Error)\\b", "connection lost");
    }

    private static String reason(Exception exception) {
        if (exception instanceof ReaderException
                || exception instanceof IOException
                || exception instanceof UncheckedIOException) {
            return withoutClassNames(String.valueOf(exception.getMessage()));
        }
        return "an error in reader itself. Set " + DEBUG_VARIABLE + "=1 to see its details";
    }
}
