package dev.reader.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallSlotsTest {
    private final CallSlots slots = new CallSlots(2);
    private final List<String> begun = new ArrayList<>();

    private Runnable call(String name) {
        return () -> begun.add(name);
    }

    @Test
    void callsBeyondTheSlots_waitInOrder() {
        slots.acquire(call("a"));
        slots.acquire(call("b"));
        slots.acquire(call("c"));
        slots.acquire(call("d"));
        assertThat(begun).containsExactly("a", "b");

        slots.release();
        assertThat(begun).containsExactly("a", "b", "c");

        slots.release();
        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void releasedSlot_isUsedAgain() {
        slots.acquire(call("a"));
        slots.acquire(call("b"));
        slots.release();
        slots.release();

        slots.acquire(call("c"));
        slots.acquire(call("d"));
        slots.acquire(call("e"));

        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void withdrawnCall_neverBegins() {
        Runnable withdrawn = call("c");
        slots.acquire(call("a"));
        slots.acquire(call("b"));
        slots.acquire(withdrawn);
        slots.acquire(call("d"));

        assertThat(slots.withdraw(withdrawn)).isTrue();
        assertThat(slots.withdraw(withdrawn)).isFalse();
        slots.release();

        assertThat(begun).containsExactly("a", "b", "d");
    }
}
