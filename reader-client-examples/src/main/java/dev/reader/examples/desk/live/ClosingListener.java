package dev.reader.examples.desk.live;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Closes a connection that the container ended. */
final class ClosingListener implements AsyncListener {
    private final BrowserConnection connection;

    ClosingListener(BrowserConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        connection.close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        connection.close();
    }

    @Override
    public void onError(AsyncEvent event) {
        connection.close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
