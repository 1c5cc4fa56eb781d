package dev.reader.client;

import dev.reader.client.event.WorkspaceEvent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes down every call of a listener, and waits in simulated time for one. */
final class SimulatedListener implements InvocationHandler {
    private final SimulatedTime time;
    private final List<Call> calls = new ArrayList<>();

    /** One call, with its argument or null. */
    record Call(String method, @Nullable Object argument, Duration at) {}

    SimulatedListener(SimulatedTime time) {
        this.time = time;
    }

    /** The listener, whatever its methods are. */
    WorkspaceListener listener() {
        return (WorkspaceListener) Proxy.newProxyInstance(
                WorkspaceListener.class.getClassLoader(), new Class<?>[] {WorkspaceListener.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return method.getName().equals("toString")
                    ? "listener"
                    : method.getName().equals("hashCode") ? 1 : (Object) (arguments != null && proxy == arguments[0]);
        }
        synchronized (time) {
            calls.add(new Call(
                    method.getName(),
                    arguments == null || arguments.length == 0 ? null : arguments[0],
                    time.elapsed()));
            time.notifyAll();
        }
        return null;
    }

    List<Call> calls() {
        synchronized (time) {
            return List.copyOf(calls);
        }
    }

    List<WorkspaceEvent> events() {
        return calls().stream()
                .map(Call::argument)
                .filter(WorkspaceEvent.class::isInstance)
                .map(WorkspaceEvent.class::cast)
                .toList();
    }

    /** Waits until a call has come. */
    void await(String what, Duration atMost, Predicate<Call> expected) throws InterruptedException {
        if (!time.await(() -> calls.stream().anyMatch(expected), atMost)) {
            throw new AssertionError("not within " + atMost + ": " + what + "; came: " + calls());
        }
    }

    /** Waits until an event has come. */
    void awaitEvent(WorkspaceEvent event, Duration atMost) throws InterruptedException {
        await(event.toString(), atMost, call -> Objects.equals(call.argument(), event));
    }
}
