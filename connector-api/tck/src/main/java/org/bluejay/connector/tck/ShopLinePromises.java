package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NeedsReconnect;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.ShopException.Throttled;
import org.bluejay.connector.tck.FaultyHttp.Fault;
import org.bluejay.connector.tck.ShopFixture.Books;

/**
 * Whatever happens to the line, the connector answers the one question rightly: may the order have
 * changed? Each call of each kind of write is broken once in each way; which of them changes the
 * order is found by watching the shop's books.
 */
final class ShopLinePromises {

    private ShopLinePromises() {}

    /** The four things a host writes. */
    private enum Write {
        SETTLE,
        CANCEL,
        REFUND,
        NOTE;

        /** An order on which this can be done, once. */
        String prepare(ShopRig rig) throws Exception {
            String order = rig.order();
            if (this == REFUND) {
                rig.settle(order);
            }
            return order;
        }

        Object on(ShopRig rig, String order) throws Exception {
            return switch (this) {
                case SETTLE -> rig.settle(order);
                case CANCEL -> rig.cancel(order);
                case REFUND -> rig.refund(order, ShopRig.partOf(rig.aTotal()));
                case NOTE -> rig.note(order);
            };
        }
    }

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise(
                        "cut before it left is NotSent, and done the next time",
                        rig -> breaks(rig, Fault.CUT_BEFORE, NotSent.class)),
                new ShopPromise(
                        "a time-out after the shop did it is OutcomeUnknown, and never twice",
                        rig -> breaks(rig, Fault.CUT_AFTER, OutcomeUnknown.class)),
                new ShopPromise(
                        "a time-out before the shop did it is OutcomeUnknown, and done the next"
                                + " time",
                        rig -> breaks(rig, Fault.TIME_OUT, OutcomeUnknown.class)),
                new ShopPromise(
                        "a shop's failure is OutcomeUnknown, and never twice",
                        rig -> {
                            breaks(rig, Fault.SERVER_ERROR, OutcomeUnknown.class);
                            breaks(rig, Fault.BAD_GATEWAY, OutcomeUnknown.class);
                        }),
                new ShopPromise(
                        "a page instead of JSON is OutcomeUnknown, and never twice",
                        rig -> breaks(rig, Fault.HTML, OutcomeUnknown.class)),
                new ShopPromise(
                        "a 429 is Throttled, and done the next time", ShopLinePromises::throttled),
                new ShopPromise("a refusal of the shop's is Rejected", ShopLinePromises::refused),
                new ShopPromise(
                        "a 400 that is a page is OutcomeUnknown, and done the next time",
                        rig -> breaks(rig, Fault.BAD_REQUEST, OutcomeUnknown.class)),
                new ShopPromise(
                        "a key that is refused is NeedsReconnect", ShopLinePromises::revoked),
                new ShopPromise(
                        "a fault beside the write is none for good",
                        ShopLinePromises::besideTheWrite));
    }

    /** The call that changes the order, once a connector that keeps a login has one. */
    private static int writingCall(ShopRig rig, Write write) throws Exception {
        write.on(rig, write.prepare(rig));
        String order = write.prepare(rig);
        Books before = rig.books(order);
        AtomicInteger found = new AtomicInteger();
        rig.line()
                .afterEachCall(
                        call -> {
                            if (!rig.books(order).equals(before)) {
                                found.compareAndSet(0, call);
                            }
                        });
        rig.line().breakAll(Fault.NONE);
        write.on(rig, order);
        rig.line().afterEachCall(call -> {});
        assertThat(found.get()).as("the call that does %s in the shop", write).isPositive();
        return found.get();
    }

    private static Books sound(ShopRig rig, Write write) throws Exception {
        String order = write.prepare(rig);
        write.on(rig, order);
        return rig.books(order);
    }

    private static Throwable breaking(
            ShopRig rig, Write write, String order, int call, Fault fault) {
        rig.line().breakCall(call, fault);
        Throwable thrown = catchThrowable(() -> write.on(rig, order));
        rig.line().breakAll(Fault.NONE);
        return thrown;
    }

    private static void breaks(ShopRig rig, Fault fault, Class<? extends ShopException> expected)
            throws Exception {
        for (Write write : Write.values()) {
            int call = writingCall(rig, write);
            Books sound = sound(rig, write);
            String order = write.prepare(rig);
            assertThat(breaking(rig, write, order, call, fault))
                    .as("%s in the call that does %s", fault, write)
                    .isInstanceOf(expected);
            write.on(rig, order);
            assertThat(rig.books(order))
                    .as("%s, asked again after %s", write, fault)
                    .isEqualTo(sound);
        }
    }

    private static void refused(ShopRig rig) throws Exception {
        rig.line().refuseWith(rig.fixture().refusal());
        breaks(rig, Fault.BAD_REQUEST, Rejected.class);
    }

    private static void throttled(ShopRig rig) throws Exception {
        breaks(rig, Fault.TOO_MANY, Throttled.class);
        Throwable thrown =
                breaking(
                        rig,
                        Write.SETTLE,
                        rig.order(),
                        writingCall(rig, Write.SETTLE),
                        Fault.TOO_MANY);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Throttled.class, said -> assertThat(said.retryAfter()).isPositive());
    }

    private static void revoked(ShopRig rig) throws Exception {
        for (Write write : Write.values()) {
            try (ShopRig fresh = rig.another()) {
                String order = write.prepare(fresh);
                Books before = fresh.books(order);
                fresh.fixture().revokeAccess();
                assertThat(catchThrowable(() -> write.on(fresh, order)))
                        .as("%s with a key that the shop refuses", write)
                        .isInstanceOf(NeedsReconnect.class);
                assertThat(catchThrowable(() -> fresh.read(order)))
                        .isInstanceOf(NeedsReconnect.class);
                assertThat(fresh.shop().health().up()).isFalse();
                assertThat(fresh.books(order)).isEqualTo(before);
            }
        }
    }

    /** Before the write nothing has been done; after it nothing may be forgotten. */
    private static void besideTheWrite(ShopRig rig) throws Exception {
        for (Write write : Write.values()) {
            int writing = writingCall(rig, write);
            Books sound = sound(rig, write);
            for (int call = 1; call <= writing + 1; call++) {
                for (Fault fault : Fault.values()) {
                    if (call != writing && fault != Fault.BAD_REQUEST) {
                        String order = write.prepare(rig);
                        Throwable thrown = breaking(rig, write, order, call, fault);
                        if (thrown != null) {
                            assertThat(thrown)
                                    .as("%s in call %s of %s for %s", fault, call, writing, write)
                                    .isInstanceOf(ShopException.class)
                                    .isNotInstanceOf(Rejected.class)
                                    .isNotInstanceOf(NeedsReconnect.class);
                        }
                        write.on(rig, order);
                        assertThat(rig.books(order)).isEqualTo(sound);
                    }
                }
            }
        }
    }
}
