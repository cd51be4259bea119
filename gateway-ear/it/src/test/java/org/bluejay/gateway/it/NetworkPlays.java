package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bluejay.gateway.it.Till.Ending;

/** What goes wrong at the network, and on the way there: part of the conformance list. */
final class NetworkPlays {

    private static final int AT_ONCE = 32;

    private static final String CREATED = "invoice.created";
    private static final String RECEIVED = "payment.received";
    private static final String REOPENED = "invoice.reopened";
    private static final String REVERSED = "payment.reversed";
    private static final String PAID = "invoice.paid";

    private NetworkPlays() {}

    static Stream<Play> of(Rail rail) {
        return Stream.of(
                        Play.of(
                                "network down before the request left",
                                till -> downBefore(rail, till)),
                        downAfter(rail),
                        Play.of(
                                "network down while the payer pays",
                                till -> downMeanwhile(rail, till)),
                        Play.of("restart of the gateway in between", till -> restart(rail, till)),
                        dropped(rail),
                        takenBack(rail),
                        Play.of("32 attempts at once", till -> manyAtOnce(rail, till)),
                        Play.of("32 payers at once", till -> manyPayers(rail, till)))
                .map(Play::byItself);
    }

    private static void downBefore(Rail rail, Till till) {
        Map<String, String> payer = rail.payer();
        rail.cut();
        Reply answer = till.tryAsk(payer);
        if (answer.status() == 201) {
            // Nobody has to be asked for an address.
            Attempt attempt = new Attempt(till.invoice(), payer, answer.data());
            rail.mend();
            rail.pay(till, attempt);
        } else {
            assertThat(answer.status()).as("%s", answer).isIn(422, 503);
            assertThat(till.attemptStates()).isSubsetOf("failed");
            till.assertUntouched();
            rail.mend();
            rail.pay(till, till.ask());
        }
        till.awaitHastened("paid");
        till.ends(Ending.PAID);
    }

    private static Play downAfter(Rail rail) {
        String name = "network down after the request left";
        if (rail instanceof Rail.Prompts prompts) {
            return Play.of(
                    name,
                    till -> {
                        Attempt attempt = prompts.askWithoutAnswer(till);
                        assertThat(attempt.state()).isEqualTo("unknown");
                        Reply again = till.tryAsk(attempt.input()).expect(201);
                        assertThat(again.text("id")).isEqualTo(attempt.id());
                        assertThat(prompts.timesAsked(attempt)).isEqualTo(1);
                        rail.pay(till, attempt);
                        till.awaitHastened("paid");
                        till.ends(Ending.PAID);
                    });
        }
        return Play.instead(
                name,
                "the request needs no network; it is down from then on",
                till -> downMeanwhile(rail, till));
    }

    static void downMeanwhile(Rail rail, Till till) {
        Attempt attempt = till.ask();
        rail.payWhileCut(till, attempt);
        rail.mend();
        till.awaitHastened("paid");
        till.ends(Ending.PAID);
    }

    private static void restart(Rail rail, Till till) {
        Attempt attempt = till.ask();
        rail.payWhileGatewayIsDown(till, attempt);
        till.awaitHastened("paid");
        till.ends(Ending.PAID);
    }

    private static Play dropped(Rail rail) {
        String name = "dropped after it was detected";
        if (rail instanceof Rail.SeenFirst seen) {
            return Play.of(
                    name,
                    till -> {
                        Attempt attempt = till.ask();
                        seen.paySeenOnly(till, attempt);
                        Shop.assertAmounts(
                                till.await("processing"), "0.00", Till.TOTAL, Till.TOTAL);
                        seen.drop(till, attempt);
                        Shop.assertAmounts(till.await("pending"), "0.00", "0.00", Till.TOTAL);
                        seen.pay(till, attempt);
                        till.await("paid");
                        till.ends(Ending.paid(CREATED, RECEIVED, REOPENED, RECEIVED, PAID));
                    });
        }
        return Play.instead(
                name,
                "given up by the network, and paid all the same",
                till -> {
                    Attempt attempt = till.ask();
                    ((Rail.Prompts) rail).letRing(till, attempt);
                    till.awaitAttempts(List.of("failed"));
                    till.assertUntouched();
                    rail.pay(till, attempt);
                    till.ends(Ending.PAID);
                });
    }

    private static Play takenBack(Rail rail) {
        String name = "taken back after it was sure";
        if (rail instanceof Rail.SeenFirst seen) {
            return Play.of(
                    name,
                    till -> {
                        Attempt attempt = till.ask();
                        seen.pay(till, attempt);
                        till.await("paid");
                        seen.takeBack(till, attempt);
                        till.await("pending");
                        till.ends(
                                new Ending(
                                        "pending",
                                        "0.00",
                                        Till.TOTAL,
                                        List.of("reversed"),
                                        List.of(CREATED, RECEIVED, PAID, REVERSED, REOPENED)));
                    });
        }
        return Play.never(name, "no: the network tells of no reversals");
    }

    private static void manyAtOnce(Rail rail, Till till) {
        Map<String, String> payer = rail.payer();
        List<Reply> answers = atOnce(caller -> till.tryAsk(payer));
        assertThat(answers).extracting(Reply::status).containsOnly(201);
        assertThat(answers.stream().map(answer -> answer.text("id")).distinct()).hasSize(1);
        assertThat(till.attemptStates()).hasSize(1);
        // What the quickest were shown may be older than the network's answer.
        Attempt attempt = till.ask(payer);
        if (rail instanceof Rail.Prompts prompts) {
            assertThat(prompts.timesAsked(attempt)).isEqualTo(1);
        }
        rail.pay(till, attempt);
        till.ends(Ending.PAID);
    }

    private static void manyPayers(Rail rail, Till till) {
        List<Till> tills =
                Stream.concat(
                                Stream.of(till),
                                IntStream.range(1, AT_ONCE).mapToObj(number -> till.next()))
                        .toList();
        List<Attempt> attempts = atOnce(number -> tills.get(number).ask());
        assertThat(attempts).extracting(Attempt::id).doesNotHaveDuplicates();
        atOnce(
                number -> {
                    rail.pay(tills.get(number), attempts.get(number));
                    return number;
                });
        tills.forEach(each -> each.await("paid"));
        for (Till each : tills) {
            assertThat(each.shop().history(each.invoice())).filteredOn(PAID::equals).hasSize(1);
            assertThat(each.payments()).hasSize(1);
        }
        LedgerCheck.of(till.shop()).agreesWith(tills);
    }

    private static <T> List<T> atOnce(IntFunction<T> call) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<T>> calls =
                    IntStream.range(0, AT_ONCE)
                            .mapToObj(
                                    number ->
                                            CompletableFuture.supplyAsync(
                                                    () -> call.apply(number), threads))
                            .toList();
            return calls.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }
}
