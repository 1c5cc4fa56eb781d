package dev.reader.client.error;
/** X. */
public final class X {
    private X() {}
}
