package dev.reader.examples.agent;

import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the passages of a crawl's pages that match some words best, ranked with BM25. Immutable. */
final class PageSearch {
    static final PageSearch EMPTY = new PageSearch(List.of());

    private static final int PASSAGE_CHARACTERS = 800;
    private static final double SATURATION = 1.2;
    private static final double LENGTH_WEIGHT = 0.75;
    private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** A part of a page. */
    record Passage(String url, String title, String text) {}

    private record Indexed(Passage passage, Map<String, Integer> counts, int length) {}

    private final List<Indexed> passages;
    private final Map<String, Integer> passagesWithWord = new HashMap<>();
    private final double meanLength;

    private PageSearch(List<Passage> passages) {
        this.passages = passages.stream().map(PageSearch::index).toList();
        this.passages.forEach(
                each -> each.counts().keySet().forEach(word -> passagesWithWord.merge(word, 1, Integer::sum)));
        meanLength = this.passages.stream().mapToInt(Indexed::length).average().orElse(1);
    }

    static PageSearch of(List<Page> pages) {
        List<Passage> passages = new ArrayList<>();
        for (Page page : pages) {
            if (page.markdown() != null) {
                PageMetadata metadata = page.metadata();
                String title = metadata == null || metadata.title() == null ? page.url() : metadata.title();
                split(page.markdown()).forEach(text -> passages.add(new Passage(page.url(), title, text)));
            }
        }
        return new PageSearch(passages);
    }

    /** Joins paragraphs up to the length of a passage. A longer paragraph stays whole. */
    private static List<String> split(String markdown) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String paragraph : PARAGRAPH.splitAsStream(markdown.strip()).toList()) {
            if (!part.isEmpty() && part.length() + paragraph.length() > PASSAGE_CHARACTERS) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.isEmpty() ? "" : "\n\n").append(paragraph);
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static Indexed index(Passage passage) {
        Map<String, Integer> counts = new HashMap<>();
        List<String> words = words(passage.title() + " " + passage.text());
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return new Indexed(passage, counts, words.size());
    }

    private static List<String> words(String text) {
        return NOT_A_WORD
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Returns the best passages, best first; empty if no passage has any of the words. */
    List<Passage> search(String query, int limit) {
        record Scored(Passage passage, double score) {}
        Set<String> words = new HashSet<>(words(query));
        return passages.stream()
                .map(each -> new Scored(each.passage(), score(each, words)))
                .filter(each -> each.score() > 0)
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(limit)
                .map(Scored::passage)
                .toList();
    }

    private double score(Indexed passage, Set<String> words) {
        double score = 0;
        for (String word : words) {
            int count = passage.counts().getOrDefault(word, 0);
            int having = passagesWithWord.getOrDefault(word, 0);
            double rarity = Math.log(1 + (passages.size() - having + 0.5) / (having + 0.5));
            double length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * passage.length() / meanLength;
            score += rarity * count * (SATURATION + 1) / (count + SATURATION * length);
        }
        return score;
    }
}
