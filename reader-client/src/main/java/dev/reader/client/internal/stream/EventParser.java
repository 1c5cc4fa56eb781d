package dev.reader.client.internal.stream;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** Runs the parser of okhttp-sse over a response, on the calling thread. */
enum EventParser {

    /** With okhttp-sse 5, which parses a response directly. */
    OF_RESPONSE {
        @Override
        void parse(Response response, EventSourceListener listener) {
            EventSources.processResponse(response, listener);
        }
    },

    /**
     * With okhttp-sse 4, whose {@code processResponse} fails because it has no call. The parser gets a call of its own that
     * opens no connection: an interceptor returns the response, and a dispatcher runs the call on the calling thread. During
     * it, OkHttp gives the thread another name.
     */
    OF_CALL {
        @Override
        void parse(Response response, EventSourceListener listener) {
            CallingThread thread = new CallingThread();
            OkHttpClient http = Offline.CLIENT
                    .newBuilder()
                    .dispatcher(new Dispatcher(thread))
                    .addInterceptor(chain -> response)
                    .build();
            factory(http).newEventSource(response.request(), listener);
            thread.rethrow();
        }
    };

    /** Reads until the end of the response; hands every event, and the end, to the listener. */
    abstract void parse(Response response, EventSourceListener listener);

    /** Returns the parser for the version of okhttp-sse that is present. */
    static EventParser present() {
        return Present.PARSER;
    }

    /** A client that never connects, and so needs no TLS. */
    private static final class Offline {
        private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
                .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                .build();
    }

    private static final class Present {
        private static final EventParser PARSER = find();

        private static EventParser find() {
            try {
                EventSources.class.getMethod("createFactory", Call.Factory.class);
                return OF_RESPONSE;
            } catch (NoSuchMethodException e) {
                return OF_CALL;
            }
        }
    }

    /** Calls the one method that version 4 has; version 5 has it too, but hides it from compilers. */
    private static EventSource.Factory factory(OkHttpClient http) {
        try {
            MethodHandle create = MethodHandles.publicLookup()
                    .findStatic(
                            EventSources.class,
                            "createFactory",
                            MethodType.methodType(EventSource.Factory.class, OkHttpClient.class));
            return (EventSource.Factory) create.invoke(http);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("okhttp-sse has no EventSources.createFactory(OkHttpClient)", e);
        }
    }

    /** Runs a task on the thread that submits it, and keeps what it throws from OkHttp, which would replace it. */
    private static final class CallingThread extends AbstractExecutorService {
        private @Nullable Throwable failure;

        @Override
        public void execute(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        void rethrow() {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
