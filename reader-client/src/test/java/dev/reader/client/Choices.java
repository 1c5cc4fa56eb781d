package dev.reader.client;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The choices of one random server, by name. Each is calm or wild; the wild ones can be calmed one by one without a change
 * of the others, which finds the few that a failure needs.
 */
final class Choices {
    private static final double[] WILDNESS = {0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8};

    private final long seed;
    private final double wildness;
    private final Set<String> calmed;
    private final Set<String> wild = new TreeSet<>();

    /** @param calmed which choices are calm whatever the seed says */
    Choices(long seed, Set<String> calmed) {
        this.seed = seed;
        this.calmed = calmed;
        this.wildness = WILDNESS[random("wildness").nextInt(WILDNESS.length)];
    }

    /** A source of random numbers that depends on nothing but the seed and the name. */
    Random random(String name) {
        Random random = new Random(seed * 1_000_003 + name.hashCode());
        random.nextLong();
        return new Random(random.nextLong());
    }

    <T> T of(String name, T calm, Function<Random, T> wildly) {
        Random random = random(name);
        if (random.nextDouble() >= wildness || calmed.contains(name)) {
            return calm;
        }
        wild.add(name);
        return wildly.apply(random);
    }

    /** One of several, if it is wild. */
    @SafeVarargs
    final <T> T among(String name, T calm, T... wild) {
        return of(name, calm, random -> wild[random.nextInt(wild.length)]);
    }

    /** True only if it is wild. */
    boolean of(String name) {
        return of(name, false, random -> true);
    }

    /** The names of the wild choices. */
    Set<String> wild() {
        return wild;
    }
}
