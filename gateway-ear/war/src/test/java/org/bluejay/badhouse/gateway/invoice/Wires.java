package org.bluejay.badhouse.gateway.invoice;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import org.bluejay.badhouse.Breaks;

/** Beans that are wired so that nobody can follow. */
final class Wires {

    private static final String SEEN = "what_is_injected_is_seen_in_the_room_only";
    private static final String LATE = "events_are_told_in_the_transaction";

    private Wires() {}

    @Breaks(SEEN)
    static class Hidden {
        @Inject private Bills bills;

        Bills bills() {
            return bills;
        }
    }

    @Breaks(SEEN)
    static class Shown {
        @Inject public Bills bills;
    }

    @Breaks(LATE)
    static class TellsLater {
        @Inject Event<String> event;

        void tell() {
            event.fireAsync("paid").toCompletableFuture().join();
        }
    }

    @Breaks(LATE)
    static class HearsLater {
        String heard;

        void hear(@ObservesAsync String event) {
            heard = event;
        }
    }
}
