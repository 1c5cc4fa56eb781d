package dev.reader.examples.local;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/** What a misbehaving network does to the connection under a request. */
final class Connections {
    private Connections() {}

    /** Sends a TCP reset: the other side's next read or write fails. */
    static void reset(HttpServletRequest request) throws IOException {
        EndPoint endPoint = endPoint(request);
        if (endPoint instanceof SocketChannelEndPoint socket) {
            socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        endPoint.close();
    }

    /** Closes the connection in order, but in the middle of the answer. */
    static void drop(HttpServletRequest request) {
        endPoint(request).close();
    }

    private static EndPoint endPoint(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }
}
