package dev.reader.client;
/** X. */
public final class X {
    private X() {}
}
