package dev.reader.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * Text from web pages and servers, made safe to print to people, and measured in columns of a terminal.
 *
 * <p>A page's title or URL can contain escape sequences, which would let the page control the terminal, and characters
 * that change the direction of writing, which would let it disguise text.
 */
public final class TerminalText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private TerminalText() {}

    /** Returns the text on one line: line breaks and tabs become spaces, other control characters U+FFFD. */
    public static String line(String text) {
        return clean(text.replaceAll("\\R|\t", " "), false);
    }

    /** Returns the text with its line breaks and tabs; other control characters become U+FFFD. */
    public static String document(String text) {
        return clean(text.replace("\r\n", "\n"), true);
    }

    private static String clean(String text, boolean keepsLines) {
        if (text.codePoints().noneMatch(TerminalText::isUnsafe)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isUnsafe(character) && !(keepsLines && (character == '\n' || character == '\t'))) {
                clean.append(REPLACEMENT);
            } else {
                clean.appendCodePoint(character);
            }
        });
        return clean.toString();
    }

    /** Returns whether a terminal may act on a character instead of showing it. */
    public static boolean isUnsafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> isDirectional(character);
        };
    }

    private static boolean isDirectional(int character) {
        return character == 0x061C
                || character == 0x200E
                || character == 0x200F
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069);
    }

    /** Returns the number of columns that a text without control characters takes. */
    public static int width(String text) {
        int width = 0;
        int previous = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            int own = character == EMOJI_PRESENTATION && previous == 1 ? 1 : Math.max(0, WCWidth.wcwidth(character));
            width += own;
            previous = own;
        }
        return width;
    }

    /** Returns the beginning of a text, cut at the end with an ellipsis if it takes more columns. */
    public static String start(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int left = columns - 1;
        for (String grapheme : graphemes(text)) {
            left -= width(grapheme);
            if (left < 0) {
                break;
            }
            kept.append(grapheme);
        }
        return columns < 1 ? "" : kept.append('…').toString();
    }

    /** Returns the end of a text, cut at the beginning with an ellipsis if it takes more columns. */
    public static String end(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        List<String> graphemes = graphemes(text);
        int first = graphemes.size();
        int left = columns - 1;
        while (first > 0 && left >= width(graphemes.get(first - 1))) {
            first--;
            left -= width(graphemes.get(first));
        }
        return columns < 1 ? "" : "…" + String.join("", graphemes.subList(first, graphemes.size()));
    }

    private static List<String> graphemes(String text) {
        List<String> graphemes = new ArrayList<>();
        Matcher matcher = GRAPHEME.matcher(text);
        while (matcher.find()) {
            graphemes.add(matcher.group());
        }
        return graphemes;
    }
}
