package dev.reader.client.internal.http;

import java.io.IOException;
import okhttp3.Response;

/** Reads the body of a response that is a stream of events. */
public interface StreamReader {

    /**
     * Reads until nothing more is needed, on the thread that opened the stream.
     *
     * @throws IOException if the stream breaks or ends before that
     */
    void read(Response response) throws IOException;
}
