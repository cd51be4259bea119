package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bluejay.gateway.it.Till.HALF;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bluejay.gateway.it.Till.Ending;

/** How much comes, and when: the payer's part of the conformance list. */
final class AmountPlays {

    private static final String CREATED = "invoice.created";
    private static final String RECEIVED = "payment.received";
    private static final String UNDERPAID = "invoice.underpaid";
    private static final String OVERPAID = "invoice.overpaid";
    private static final String PAID = "invoice.paid";

    private AmountPlays() {}

    static Stream<Play> of(Rail rail) {
        return Stream.of(
                Play.of("paid", till -> paid(rail, till)),
                twice(rail),
                inTwoParts(rail),
                tooLittleThenMore(rail),
                tooMuch(rail),
                Play.of("after it was cancelled", till -> afterCancel(rail, till)),
                Play.of("on its way when it was cancelled", till -> cancelMeanwhile(rail, till))
                        .byItself());
    }

    /** One that waits for most of a minute, and so is begun before all others. */
    static Till beginLate(Rail rail, Gateway gateway) {
        return Till.open(rail, gateway, Map.of("timeForPayment", 1));
    }

    static void late(Rail rail, Till till, Attempt attempt) {
        rail.passExpiry(till);
        till.await("expired");
        rail.pay(till, attempt);
        till.ends(Ending.paid(CREATED, "invoice.expired", RECEIVED, PAID).with("late"));
        assertThat(till.payments().path(0).path("late").asBoolean()).isTrue();
    }

    private static void paid(Rail rail, Till till) {
        Attempt attempt = till.ask();
        assertThat(attempt.state()).isEqualTo("open");
        rail.pay(till, attempt);
        till.ends(Ending.PAID);
    }

    private static Play twice(Rail rail) {
        String name = "paid twice";
        Ending ending = Ending.overpaid("240.00", CREATED, RECEIVED, PAID, RECEIVED, OVERPAID);
        if (rail instanceof Rail.AnyAmount free) {
            return Play.of(
                    name,
                    till -> {
                        Attempt attempt = till.ask();
                        free.pay(till, attempt);
                        till.await("paid");
                        free.payAgain(till, attempt);
                        till.awaitException("overpaid");
                        till.ends(ending);
                    });
        }
        return Play.instead(
                name,
                "two prompts on two phones, both approved",
                till -> {
                    List<Attempt> both = List.of(till.ask(), till.ask());
                    assertThat(both).extracting(Attempt::id).doesNotHaveDuplicates();
                    rail.pay(till, both.get(0));
                    till.await("paid");
                    rail.pay(till, both.get(1));
                    till.awaitException("overpaid");
                    till.ends(ending);
                });
    }

    private static Play inTwoParts(Rail rail) {
        String name = "in two parts";
        if (rail instanceof Rail.AnyAmount free) {
            return Play.of(
                    name,
                    till -> {
                        Attempt attempt = till.ask();
                        free.payHalf(till, attempt);
                        free.payRest(till, attempt);
                        // Not when both become sure at once.
                        till.ends(Ending.paid(CREATED, RECEIVED, RECEIVED, PAID), UNDERPAID);
                    });
        }
        return Play.instead(
                name,
                "two attempts: half by another method, then a prompt for the rest",
                till -> {
                    till.payHalfAnotherWay();
                    topUp(rail, till);
                });
    }

    private static void topUp(Rail rail, Till till) {
        Shop.assertAmounts(till.awaitException("underpaid"), HALF, "0.00", HALF);
        assertThat(till.status()).isEqualTo("pending");
        Attempt rest = till.ask();
        assertThat(rest.view().path("creditedAmount").asText()).isEqualTo(HALF);
        rail.pay(till, rest);
        till.ends(Ending.paid(CREATED, RECEIVED, UNDERPAID, RECEIVED, PAID));
    }

    private static Play tooLittleThenMore(Rail rail) {
        String name = "too little, then topped up";
        if (rail instanceof Rail.Prompts prompts) {
            return Play.instead(
                    name,
                    "a prompt fails for want of money, the next is paid",
                    till -> {
                        prompts.refuse(till, till.ask());
                        till.awaitAttempts(List.of("failed"));
                        till.assertUntouched();
                        rail.pay(till, till.ask());
                        till.ends(Ending.PAID);
                        assertThat(till.attemptStates()).containsExactly("failed", "completed");
                    });
        }
        Rail.AnyAmount free = (Rail.AnyAmount) rail;
        return Play.of(
                name,
                till -> {
                    free.payHalf(till, till.ask());
                    topUp(rail, till);
                });
    }

    private static Play tooMuch(Rail rail) {
        String name = "too much";
        if (rail instanceof Rail.AnyAmount free) {
            return Play.of(
                    name,
                    till -> {
                        free.payTooMuch(till, till.ask());
                        till.ends(Ending.overpaid("180.00", CREATED, RECEIVED, PAID, OVERPAID));
                    });
        }
        return Play.instead(
                name,
                "all of it by a prompt, while half comes by another method",
                till -> {
                    Attempt whole = till.ask();
                    till.payHalfAnotherWay();
                    till.awaitException("underpaid");
                    rail.pay(till, whole);
                    till.ends(
                            Ending.overpaid(
                                    "180.00", CREATED, RECEIVED, UNDERPAID, RECEIVED, PAID,
                                    OVERPAID));
                });
    }

    private static void afterCancel(Rail rail, Till till) {
        Attempt attempt = till.ask();
        String cancel = "/invoices/" + till.invoice() + "/cancel";
        till.shop().api().post(cancel, Map.of()).expect(409, "attempt-in-flight");
        cancel(till);
        rail.pay(till, attempt);
        endsCancelled(till);
    }

    /** The payer was quicker than the shop, and nobody could know. */
    private static void cancelMeanwhile(Rail rail, Till till) {
        Attempt attempt = till.ask();
        rail.payWhileCut(till, attempt);
        cancel(till);
        rail.mend();
        till.hastenUntil("money to be heard of", () -> !till.payments().isEmpty());
        endsCancelled(till);
    }

    private static void cancel(Till till) {
        till.shop()
                .api()
                .post("/invoices/" + till.invoice() + "/cancel", Map.of("force", true))
                .expect(200);
    }

    private static void endsCancelled(Till till) {
        till.awaitException("late");
        till.ends(
                new Ending(
                        "cancelled",
                        Till.TOTAL,
                        "0.00",
                        List.of("late"),
                        List.of(CREATED, "invoice.cancelled", RECEIVED)));
    }
}
