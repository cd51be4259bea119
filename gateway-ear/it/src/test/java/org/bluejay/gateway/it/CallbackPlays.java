package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bluejay.gateway.it.Rail.CallsBack.Fate;
import org.bluejay.gateway.it.Till.Ending;

/** What becomes of what networks tell, and who else talks: part of the conformance list. */
final class CallbackPlays {

    private CallbackPlays() {}

    static Stream<Play> of(Rail rail) {
        return Stream.of(
                lost(rail), doubled(rail), reordered(rail), forged(rail), forAnother(rail));
    }

    private static Play lost(Rail rail) {
        String name = "callback lost";
        if (rail instanceof Rail.CallsBack talking) {
            return Play.of(
                    name,
                    till -> {
                        talking.payAndTell(till, Fate.LOST);
                        till.awaitHastened("paid");
                        till.ends(Ending.PAID);
                    });
        }
        return Play.instead(
                        name,
                        "nobody calls: found by the next reading",
                        till -> NetworkPlays.downMeanwhile(rail, till))
                .byItself();
    }

    private static Play doubled(Rail rail) {
        String name = "callback doubled";
        if (rail instanceof Rail.CallsBack talking) {
            return Play.of(name, till -> told(talking, till, Fate.DOUBLED));
        }
        return Play.instead(
                        name,
                        "in both branches of a reorganisation",
                        till -> {
                            ((Rail.Chain) rail).payInBothBranches(till, till.ask());
                            till.ends(Ending.PAID);
                        })
                .byItself();
    }

    private static void told(Rail.CallsBack talking, Till till, Fate fate) {
        talking.payAndTell(till, fate);
        till.ends(Ending.PAID);
    }

    private static Play reordered(Rail rail) {
        String name = "callbacks reordered";
        if (rail instanceof Rail.CallsBack talking) {
            return Play.of(name, till -> told(talking, till, Fate.REORDERED));
        }
        return Play.instead(
                        name,
                        "its block goes, and it comes in a later one",
                        till -> {
                            ((Rail.Chain) rail).payInLaterBranch(till, till.ask());
                            till.ends(Ending.PAID);
                        })
                .byItself();
    }

    private static Play forged(Rail rail) {
        String name = "callback forged";
        if (rail instanceof Rail.CallsBack talking) {
            return Play.of(
                    name,
                    till -> {
                        Attempt attempt = till.ask();
                        talking.forge(till, attempt);
                        till.assertUntouched();
                        rail.pay(till, attempt);
                        till.awaitHastened("paid");
                        till.ends(Ending.PAID);
                    });
        }
        return Play.instead(
                name,
                "what is sent to the channel's address is rejected",
                till -> {
                    Attempt attempt = till.ask();
                    new CallbackAddress(till.gateway(), attempt.channel(), attempt.id())
                            .send("{\"paid\":true}")
                            .awaitState("rejected");
                    till.assertUntouched();
                    rail.pay(till, attempt);
                    till.ends(Ending.PAID);
                });
    }

    private static Play forAnother(Rail rail) {
        String name = "callback for another attempt";
        Consumer<Till> chain =
                till -> {
                    Till other = till.next();
                    Attempt address = other.ask();
                    rail.pay(till, till.ask());
                    eachOnItsOwn(rail, till, other, address);
                };
        if (rail instanceof Rail.CallsBack talking) {
            return Play.of(
                    name,
                    till -> {
                        Till other = till.next();
                        Attempt address = other.ask();
                        talking.misdirect(till, till.ask(), other, address);
                        eachOnItsOwn(rail, till, other, address);
                    });
        }
        return Play.instead(name, "money to an address is that attempt's alone", chain);
    }

    private static void eachOnItsOwn(Rail rail, Till till, Till other, Attempt address) {
        till.awaitHastened("paid");
        other.assertUntouched();
        rail.pay(other, address);
        other.awaitHastened("paid");
        LedgerCheck.of(till.shop()).agreesWith(List.of(till, other));
        for (Till each : List.of(till, other)) {
            assertThat(each.shop().history(each.invoice()))
                    .filteredOn("invoice.paid"::equals)
                    .hasSize(1);
            assertThat(each.payments()).hasSize(1);
        }
    }
}
