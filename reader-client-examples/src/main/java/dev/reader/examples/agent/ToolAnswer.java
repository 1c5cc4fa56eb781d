package dev.reader.examples.agent;

/**
 * The answer of a tool. A failure is an answer too: the model reads the text and can try something else.
 *
 * @param text what the model reads
 * @param failed whether the text describes a failure
 */
public record ToolAnswer(String text, boolean failed) {
    static ToolAnswer of(String text) {
        return new ToolAnswer(text, false);
    }

    static ToolAnswer failure(String text) {
        return new ToolAnswer(text, true);
    }
}
