package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Health;
import org.bluejay.connector.Setting;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.network.Watches;
import org.bluejay.connector.tck.FaultyHttp.Fault;
import org.junit.jupiter.api.Assertions;

/** A chain is read to the end, in whatever pieces, and no payment is missed or made up. */
final class WatchesPromises {

    private static final Duration HEALTH_TAKES_AT_MOST = Duration.ofSeconds(5);
    private static final int MOST_CALLS = 4;

    private WatchesPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("opens its source without calling out", WatchesPromises::opens),
                new Promise("asks for all that its source needs", WatchesPromises::settings),
                new Promise("tells nothing old at first", WatchesPromises::nothingOld),
                new Promise("tells when money is seen and when it is sure", WatchesPromises::life),
                new Promise("tells the same of the same position", WatchesPromises::same),
                new Promise("forgets no money over a restart", WatchesPromises::restart),
                new Promise("finds what came while nobody read", WatchesPromises::away),
                new Promise("drops what was replaced", WatchesPromises::replaced),
                new Promise("takes back what a reorganisation took", WatchesPromises::turned),
                new Promise("tells of watched addresses alone", WatchesPromises::strangers),
                new Promise("tells two payments to one address apart", WatchesPromises::two),
                new Promise("reads nothing over a bad line", WatchesPromises::badLine),
                new Promise("says how its node is, soon, without throwing", rig -> health(rig)),
                new Promise("says no secret of its source aloud", WatchesPromises::secrets),
                new Promise("rests between a second and an hour", WatchesPromises::rests));
    }

    private static void opens(Rig rig) {
        try (Book book = Book.closed(rig)) {
            assertThat(rig.bookLine().calls()).as("calls while opening").isZero();
            book.source().close();
            assertThatCode(book.source()::close).as("closing twice").doesNotThrowAnyException();
        }
    }

    private static void settings(Rig rig) {
        ConfigSchema schema = ((Watches) rig.provider()).sourceSettings();
        assertThat(schema.validate(rig.chain().settings())).as("the chain's settings()").isEmpty();
        for (Setting setting : schema.settings()) {
            assertThat(setting.label()).as("label of %s", setting.name()).isNotBlank();
            SettingsPromises.hidesWhatIsSecret(setting);
            Map<String, String> some = new HashMap<>(rig.chain().settings());
            some.remove(setting.name());
            if (setting.required() && setting.defaultValue().isEmpty()) {
                assertThatThrownBy(() -> schema.settle(some)).hasMessageContaining(setting.name());
            } else {
                rig.openSource((Watches) rig.provider(), some).close();
            }
        }
    }

    private static void nothingOld(Rig rig) throws Exception {
        try (Book book = Book.closed(rig)) {
            book.pay(book.address());
            rig.chain().settle();
            assertThat(book.read()).isEmpty();
            assertThat(book.read()).as("nor later").isEmpty();
        }
    }

    private static void life(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            String address = book.address();
            String id = book.pay(address);
            Transfer seen = book.only(book.read(), address, id, TransferState.DETECTED);
            assertThat(book.read()).as("told once").isEmpty();
            rig.chain().settle();
            Transfer sure = last(book.read());
            assertThat(sure.networkId()).isEqualTo(id);
            assertThat(sure.state()).isEqualTo(TransferState.SETTLED);
            assertThat(sure.amount()).isEqualTo(book.amount());
            assertThat(sure.occurredAt()).isEqualTo(seen.occurredAt());
            assertThat(book.read()).as("told once").isEmpty();
        }
    }

    private static void same(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            book.pay(book.address());
            rig.chain().settle();
            book.pay(book.address());
            List<Sighting> first = book.peek();
            assertThat(first).isNotEmpty();
            assertThat(book.peek()).isEqualTo(first);
            book.reopen((Watches) rig.provider());
            assertThat(book.peek()).as("after a restart").isEqualTo(first);
            assertThat(book.read()).isEqualTo(first);
        }
    }

    private static void restart(Rig rig) throws Exception {
        try (PluginLoader loader = new PluginLoader();
                Book book = Book.upToNow(rig)) {
            String address = book.address();
            String id = book.pay(address);
            book.only(book.read(), address, id, TransferState.DETECTED);
            book.reopen((Watches) loader.another(PaymentNetworkProvider.class, rig.provider()));
            assertThat(book.read()).isEmpty();
            rig.chain().settle();
            Transfer sure = last(book.read());
            assertThat(sure.networkId()).isEqualTo(id);
            assertThat(sure.state()).isEqualTo(TransferState.SETTLED);
        }
    }

    private static void away(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            List<String> paid = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                paid.add(book.pay(book.address()));
                rig.chain().settle();
            }
            assertThat(book.read())
                    .filteredOn(told -> told.transfer().state() == TransferState.SETTLED)
                    .extracting(told -> told.transfer().networkId())
                    .containsExactlyElementsOf(paid);
        }
    }

    private static void replaced(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            String address = book.address();
            String id = book.pay(address);
            Transfer seen = book.only(book.read(), address, id, TransferState.DETECTED);
            rig.chain().replace(id);
            Transfer gone = book.only(book.read(), address, id, TransferState.DROPPED);
            isNewer(gone, seen);
            rig.chain().settle();
            assertThat(book.read()).isEmpty();
        }
    }

    private static void turned(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            String address = book.address();
            String id = book.pay(address);
            rig.chain().settle();
            Transfer sure = last(book.read());
            rig.chain().reorganise(id);
            Transfer gone = book.only(book.read(), address, id, TransferState.REVERSED);
            isNewer(gone, sure);
        }
    }

    private static void isNewer(Transfer later, Transfer earlier) {
        assertThat(later.evidenceAt())
                .as("newer evidence, even while the clock stands still")
                .isAfter(earlier.evidenceAt());
    }

    private static void strangers(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            String address = book.address();
            book.pay(book.addressOfNobody());
            String id = book.pay(address);
            book.only(book.read(), address, id, TransferState.DETECTED);
        }
    }

    private static void two(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            String address = book.address();
            String one = book.pay(address);
            String other = book.pay(address);
            assertThat(book.read())
                    .extracting(told -> told.transfer().networkId())
                    .containsExactlyInAnyOrder(one, other)
                    .doesNotHaveDuplicates();
        }
    }

    private static void badLine(Rig rig) throws Exception {
        try (Book book = Book.upToNow(rig)) {
            String id = book.pay(book.address());
            for (Fault fault : Fault.values()) {
                for (int call = 1; call <= MOST_CALLS; call++) {
                    rig.bookLine().breakCall(call, fault);
                    try {
                        assertThat(book.peek())
                                .as("told in spite of %s at call %s", fault, call)
                                .extracting(told -> told.transfer().networkId())
                                .containsExactly(id);
                    } catch (NetworkException expected) {
                        assertThat(fault).isNotEqualTo(Fault.NONE);
                    }
                }
            }
            rig.bookLine().breakAll(Fault.NONE);
            assertThat(book.read())
                    .extracting(told -> told.transfer().networkId())
                    .containsExactly(id);
        }
    }

    private static void health(Rig rig) {
        try (Book book = Book.closed(rig)) {
            for (Fault fault : Fault.values()) {
                rig.bookLine().breakAll(fault);
                Health health =
                        Assertions.assertTimeoutPreemptively(
                                HEALTH_TAKES_AT_MOST, () -> book.source().health());
                assertThat(rig.bookLine().longestWait())
                        .as("what its time-outs add up to")
                        .isLessThanOrEqualTo(HEALTH_TAKES_AT_MOST);
                assertThat(health.up()).as("up with %s", fault).isEqualTo(fault == Fault.NONE);
            }
        }
    }

    private static void secrets(Rig rig) throws Exception {
        List<String> hidden =
                SecrecyPromises.secretsOf(
                        ((Watches) rig.provider()).sourceSettings(), rig.chain().settings());
        try (Eavesdropper ear = new Eavesdropper();
                Book book = Book.upToNow(rig)) {
            book.pay(book.address());
            for (Fault fault : Fault.values()) {
                for (int call = 1; call <= MOST_CALLS; call++) {
                    rig.bookLine().breakCall(call, fault);
                    ear.hearFailure(() -> ear.hear(book.peek()));
                }
                rig.bookLine().breakAll(fault);
                ear.hear(book.source().health());
            }
            ear.hear(book.source());
            for (String secret : hidden) {
                assertThat(ear.heard().stream().filter(said -> said.contains(secret)).count())
                        .as("texts, messages and log records that give away a secret")
                        .isZero();
            }
        }
    }

    private static void rests(Rig rig) {
        try (Book book = Book.closed(rig)) {
            assertThat(book.source().pause()).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
        }
    }

    private static Transfer last(List<Sighting> sightings) {
        assertThat(sightings).as("what was told").isNotEmpty();
        return sightings.get(sightings.size() - 1).transfer();
    }
}
