package dev.reader.client.model;
/** X. */
public final class X {
    private X() {}
}
