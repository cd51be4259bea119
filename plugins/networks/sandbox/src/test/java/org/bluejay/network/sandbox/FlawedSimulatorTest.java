package org.bluejay.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.Simulates;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.PaymentNetworkContract;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The TCK's guards over simulations, each seen to fail on a sandbox that acts wrongly. */
class FlawedSimulatorTest {

    /** A scenario acted out as another, or not at all, and the promise that breaks. */
    enum Flaw {
        PAYS_TWICE("PAID pays the whole"),
        PAYS_ALL_FOR_HALF("UNDERPAID pays half, rounded up"),
        PAYS_NO_MORE("OVERPAID pays half as much again"),
        PAYS_ONCE("DUPLICATE pays twice"),
        IN_TIME("LATE pays after expiry"),
        SETTLES_AT_ONCE("DETECTED is settled by PAID"),
        DROPS_NOTHING("DROPPED takes back, with newer evidence"),
        FAILS_NOT("FAILED ends it without money"),
        ANYTHING_GOES("refuses what makes no sense"),
        WRONG_CALLBACK("callbacks agree with look-ups"),
        FORGETS_THE_OTHER_NODE("two nodes at once lose nothing"),
        LIVE("simulates in the sandbox only");

        final String breaks;

        Flaw(String breaks) {
            this.breaks = breaks;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_promise_is_found_out(Flaw flaw) {
        List<DynamicTest> guards =
                tests(new Flawed(flaw).keeps_its_promises())
                        .filter(test -> test.getDisplayName().equals(flaw.breaks))
                        .toList();
        assertThat(guards).isNotEmpty();
        assertThat(guards)
                .allSatisfy(
                        guard ->
                                assertThat(catchThrowable(() -> guard.getExecutable().execute()))
                                        .isNotNull());
    }

    @Test
    void every_promise_about_simulations_is_seen_broken() {
        Set<String> promises = new TreeSet<>();
        new Flawed(Flaw.LIVE)
                .keeps_its_promises()
                .flatMap(node -> ((DynamicContainer) node).getChildren())
                .filter(node -> node.getDisplayName().equals("simulates"))
                .flatMap(node -> ((DynamicContainer) node).getChildren())
                .forEach(test -> promises.add(test.getDisplayName()));
        assertThat(promises).isNotEmpty();
        assertThat(Stream.of(Flaw.values()).map(flaw -> flaw.breaks)).containsAll(promises);
    }

    private static Stream<DynamicTest> tests(Stream<? extends DynamicNode> nodes) {
        return nodes.flatMap(
                node ->
                        node instanceof DynamicContainer container
                                ? tests(container.getChildren())
                                : Stream.of((DynamicTest) node));
    }

    private record Flawed(Flaw flaw) implements PaymentNetworkContract {

        @Override
        public NetworkFixture fixture(Clock clock, DurableStore store) {
            SandboxFixture sound = new SandboxFixture(SandboxProvider.SIGNED, clock, store);
            return new NetworkFixture() {
                @Override
                public PaymentNetworkProvider provider() {
                    return new FlawedProvider(flaw);
                }

                @Override
                public java.util.Map<String, String> settings() {
                    return sound.settings();
                }

                @Override
                public java.util.Map<String, String> inputFor(String method) {
                    return sound.inputFor(method);
                }

                @Override
                public int ordersOf(String reference) {
                    return sound.ordersOf(reference);
                }

                @Override
                public List<InboundCallback> payerPays(
                        PaymentHandle handle, org.bluejay.connector.Money amount) {
                    return sound.payerPays(handle, amount);
                }
            };
        }
    }

    private record FlawedProvider(Flaw flaw) implements PaymentNetworkProvider {

        @Override
        public NetworkDescriptor descriptor() {
            NetworkDescriptor sound = new SandboxProvider().descriptor();
            return new NetworkDescriptor(
                    sound.id(),
                    sound.name(),
                    sound.version(),
                    sound.builtAgainst(),
                    sound.maturity(),
                    flaw != Flaw.LIVE,
                    sound.methods());
        }

        @Override
        public ConfigSchema settings() {
            return new SandboxProvider().settings();
        }

        @Override
        public PaymentNetwork open(Settings settings, ConnectorContext context) {
            return new FlawedNetwork(flaw, new SandboxNetwork(settings, context), context.store());
        }
    }

    private record FlawedNetwork(Flaw flaw, SandboxNetwork sound, DurableStore store)
            implements PaymentNetwork, LooksUp, Receives, Simulates {

        @Override
        public List<SimulatedCallback> simulate(PaymentHandle handle, Scenario scenario)
                throws Refused {
            Scenario acted =
                    switch (flaw) {
                        case PAYS_TWICE -> instead(scenario, Scenario.PAID, Scenario.DUPLICATE);
                        case PAYS_ALL_FOR_HALF ->
                                instead(scenario, Scenario.UNDERPAID, Scenario.PAID);
                        case PAYS_NO_MORE -> instead(scenario, Scenario.OVERPAID, Scenario.PAID);
                        case PAYS_ONCE -> instead(scenario, Scenario.DUPLICATE, Scenario.PAID);
                        case IN_TIME -> instead(scenario, Scenario.LATE, Scenario.PAID);
                        case SETTLES_AT_ONCE -> instead(scenario, Scenario.DETECTED, Scenario.PAID);
                        case DROPS_NOTHING ->
                                instead(scenario, Scenario.DROPPED, Scenario.DUPLICATE);
                        case FAILS_NOT -> instead(scenario, Scenario.FAILED, Scenario.DETECTED);
                        default -> scenario;
                    };
            return switch (flaw) {
                case ANYTHING_GOES -> shruggingOff(handle, acted);
                case WRONG_CALLBACK -> forged(sound.simulate(handle, acted));
                case FORGETS_THE_OTHER_NODE -> racing(handle, acted);
                default -> sound.simulate(handle, acted);
            };
        }

        private static Scenario instead(Scenario asked, Scenario of, Scenario other) {
            return asked == of ? other : asked;
        }

        private List<SimulatedCallback> shruggingOff(PaymentHandle handle, Scenario scenario) {
            try {
                return sound.simulate(handle, scenario);
            } catch (Refused senseless) {
                return List.of();
            }
        }

        private static List<SimulatedCallback> forged(List<SimulatedCallback> sent) {
            List<SimulatedCallback> forged = new ArrayList<>();
            for (SimulatedCallback one : sent) {
                InboundCallback callback = one.callback();
                forged.add(
                        new SimulatedCallback(
                                new InboundCallback(
                                        callback.method(),
                                        callback.token(),
                                        callback.query(),
                                        callback.headers(),
                                        (callback.text() + "&more=1")
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                one.after()));
            }
            return forged;
        }

        /** Writes back what it read before the others wrote. */
        private List<SimulatedCallback> racing(PaymentHandle handle, Scenario scenario)
                throws Refused {
            String key = "payment/" + handle.reference();
            String before = store.get(key).orElse("");
            List<SimulatedCallback> sent = sound.simulate(handle, scenario);
            if (sent.size() == 1) {
                store.put(key, before);
            }
            return sent;
        }

        @Override
        public PaymentInstruction requestPayment(PaymentRequest request) throws Refused {
            return sound.requestPayment(request);
        }

        @Override
        public PaymentReport lookUp(PaymentHandle handle) throws Refused {
            return sound.lookUp(handle);
        }

        @Override
        public Duration pause(int attempt) {
            return sound.pause(attempt);
        }

        @Override
        public CallbackVerdict receive(InboundCallback callback) {
            return sound.receive(callback);
        }

        @Override
        public Health health() {
            return sound.health();
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
