package dev.reader.examples.local.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts values of a page to the requested type; JSON null if a value does not have this type. */
final class ValueParser {
    private static final Pattern NUMBER = Pattern.compile("[-−]?\\d[\\d.,'\\u00a0\\u202f]*");
    private static final Pattern COMMA_GROUPS = Pattern.compile("-?\\d{1,3}(,\\d{3})+(\\.\\d+)?");
    private static final Pattern DOT_GROUPS = Pattern.compile("-?\\d{1,3}((\\.\\d{3}){2,}(,\\d+)?|(\\.\\d{3})+,\\d+)");
    private static final Pattern COMMA_DECIMAL = Pattern.compile("-?\\d+,\\d+");
    private static final Pattern DOT_DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?");

    private ValueParser() {}

    static JsonNode string(JsonNode found) {
        if (found.isObject()) {
            return found.hasNonNull("name") ? string(found.get("name")) : NullNode.instance;
        }
        if (found.isArray()) {
            return found.isEmpty() ? NullNode.instance : string(found.get(0));
        }
        return TextNode.valueOf(found.asText());
    }

    static JsonNode number(JsonNode found) {
        if (found.isNumber()) {
            return found;
        }
        Matcher matcher = NUMBER.matcher(string(found).asText());
        return matcher.find() ? parse(matcher.group()) : NullNode.instance;
    }

    static JsonNode integer(JsonNode found) {
        JsonNode number = number(found);
        if (number.isNull() || number.decimalValue().stripTrailingZeros().scale() > 0) {
            return NullNode.instance;
        }
        return DecimalNode.valueOf(number.decimalValue().setScale(0));
    }

    static JsonNode bool(JsonNode found) {
        return switch (string(found).asText().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> BooleanNode.TRUE;
            case "false", "no", "0" -> BooleanNode.FALSE;
            default -> NullNode.instance;
        };
    }

    /** Parses 1,104,480 and 1.104.480,5 and 234,50 and 9.7, but not 1.2.3. */
    private static JsonNode parse(String text) {
        String digits = text.replace('−', '-').replaceAll("['\\u00a0\\u202f]|[.,]$", "");
        if (COMMA_GROUPS.matcher(digits).matches()) {
            digits = digits.replace(",", "");
        } else if (DOT_GROUPS.matcher(digits).matches()) {
            digits = digits.replace(".", "").replace(',', '.');
        } else if (COMMA_DECIMAL.matcher(digits).matches()) {
            digits = digits.replace(',', '.');
        } else if (!DOT_DECIMAL.matcher(digits).matches()) {
            return NullNode.instance;
        }
        return DecimalNode.valueOf(new BigDecimal(digits));
    }
}
