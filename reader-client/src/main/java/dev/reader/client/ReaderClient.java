package dev.reader.client;
/** The client. */
public final class ReaderClient {
    private ReaderClient() {}
}
