package dev.reader.client;

/** How many requests a backoff makes that begins at 200 ms and doubles. */
final class Backoffs {
    private static final double FIRST_MILLIS = 200;

    private Backoffs() {}

    static int within(long millis) {
        return 2 + (int) Math.ceil(Math.log(1 + millis / FIRST_MILLIS) / Math.log(2));
    }
}
