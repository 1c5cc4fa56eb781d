package dev.reader.examples.desk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownViewTest {
    private final MarkdownView view = new MarkdownView();

    @Test
    void markdown_isRendered() {
        assertThat(view.render("# Tide\n\n*High* and ~~low~~\n\n| a | b |\n|---|---|\n| 1 | 2 |"))
                .contains("<h1>Tide</h1>", "<em>High</em>", "<del>low</del>", "<td>1</td>", "class=\"scroll\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>document.title = 'run'</script>",
                "<img src=x onerror=\"document.title = 'run'\">",
                "<svg/onload=alert(1)>",
                "<style>body { display: none }</style>",
                "<iframe srcdoc='<script>1</script>'></iframe>",
                "[link](javascript:alert(1))",
                "[link](JaVaScRiPt&colon;alert(1))",
                "[link](data:text/html;base64,PHNjcmlwdD4=)",
                "[link](vbscript:x)",
                "<javascript:alert(1)>",
                "![x](https://tracker.example/pixel.png)",
                "[![x](https://tracker.example/a.png)](https://e.com/)",
                "[a](https://e.com/ \"onmouseover=alert(1)\")",
                "<form action=https://e.com><button>go</button></form>",
                "<a href='https://e.com' style='position:fixed' onclick='x()' class='state' id='main'>x</a>",
                "`<script>alert(1)</script>`",
                "```\n</pre><script>alert(1)</script>\n```",
                "<math><mtext></p><img src onerror=x></math>"
            })
    void nothingHostile_remains(String markdown) {
        Document shown = Jsoup.parseBodyFragment(view.render(markdown));

        assertThat(shown.select("script, style, iframe, img, svg, math, form, button, object, embed, link, meta, base"))
                .isEmpty();
        assertThat(shown.body().select("[style], [id], [class]:not(.scroll), [title], [srcdoc]"))
                .isEmpty();
        shown.body()
                .getAllElements()
                .forEach(element -> element.attributes()
                        .forEach(attribute -> assertThat(attribute.getKey()).doesNotStartWith("on")));
        shown.select("a").forEach(link -> {
            if (link.hasAttr("href")) {
                assertThat(link.attr("href")).matches("https?://.*");
                assertThat(link.attr("rel")).contains("noopener", "noreferrer", "nofollow");
            }
        });
    }

    @Test
    void huge_andDeepTexts_areBounded() {
        assertThat(view.render("x".repeat(MarkdownView.MAX_LENGTH + 1))).contains("The rest is not shown");
        assertThat(view.render(">".repeat(50_000) + "x")).startsWith("<pre>");
        assertThat(view.render("[".repeat(100_000))).startsWith("<pre>");
        assertThat(view.render("- x\n".repeat(40_000))).startsWith("<pre>");
        String table = "|a".repeat(100) + "|\n" + "|---".repeat(100) + "|\n" + ("|1".repeat(100) + "|\n").repeat(300);
        assertThat(view.render(table)).startsWith("<pre>");
    }

    /** Texts that make the parser slow: its time grows with the square of their length. */
    @ParameterizedTest
    @ValueSource(strings = {"|1|2|\n", "[a](", "<b>"})
    @Timeout(300)
    void hostileLength_takesSecondsAtMost(String unit) {
        String text = "|a|b|\n|-|-|\n" + unit.repeat(200_000 / unit.length() - 10);

        MarkdownView impatient = new MarkdownView(Duration.ofMillis(300));
        assertThat(Jsoup.parseBodyFragment(impatient.render(text)).text()).isNotEmpty();
    }

    @Test
    void longTable_staysATable() {
        StringBuilder text = new StringBuilder("| tide | height |\n|---|---|\n");
        for (int i = 0; i < 1_500; i++) {
            text.append("| ").append(i).append(" | high |\n");
        }

        MarkdownView patient = new MarkdownView(Duration.ofMinutes(1));
        Document shown = Jsoup.parseBodyFragment(patient.render(text + "\nThe end."));

        assertThat(shown.select("td:eq(0)")).hasSize(1_500);
        assertThat(shown.select("p")).hasSize(1);
    }

    @Test
    void longText_isShownWhole() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            text.append("Paragraph *").append(i).append("* of a long text.\n\n");
        }

        String shown = Jsoup.parseBodyFragment(view.render(text.toString())).text();

        for (int i = 0; i < 3_000; i++) {
            assertThat(shown.replace("*", "")).contains("Paragraph " + i + " of a long text.");
        }
    }
}
