package dev.reader.client;

import dev.reader.client.internal.http.ApiCall;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How a call is made: on the calling thread, or asynchronously. */
enum Driver {
    BLOCKING {
        @Override
        <T> T call(ReaderClient reader, ApiCall<?, T> call) {
            return reader.transport().execute(call);
        }
    },
    ASYNC {
        @Override
        <T> T call(ReaderClient reader, ApiCall<?, T> call) throws InterruptedException {
            var future = reader.transport()
                    .executeAsync(call, reader.transport().resources().executor());
            try {
                return future.get();
            } catch (InterruptedException e) {
                future.cancel(true);
                throw e;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new CompletionException(e.getCause());
            }
        }
    };

    abstract <T> T call(ReaderClient reader, ApiCall<?, T> call) throws InterruptedException;
}
