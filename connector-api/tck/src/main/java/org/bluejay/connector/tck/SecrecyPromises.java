package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Setting;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.tck.FaultyHttp.Fault;

/**
 * No secret, and nothing that a payer told, is ever said aloud: tried over a whole life with every
 * fault of the line, on a far side that quotes the request back in its error pages.
 */
final class SecrecyPromises {

    private static final int LEAST_SECRET = 8;
    private static final int LEAST_INPUT = 5;
    private static final int SUBSCRIBER_DIGITS = 9;
    private static final int MOST_CALLS = 5;

    private SecrecyPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("says no secret aloud", rig -> silent(rig, () -> secrets(rig))),
                new Promise(
                        "says nothing of the payer aloud", rig -> silent(rig, () -> inputs(rig))));
    }

    /**
     * @param hidden asked for when the life is over: who pays is not known before
     */
    private static void silent(Rig rig, Supplier<List<String>> hidden) throws Exception {
        try (Eavesdropper ear = new Eavesdropper()) {
            live(rig, ear);
            for (String secret : hidden.get()) {
                // The message must not say it either: it ends in a build's log.
                assertThat(ear.heard().stream().filter(said -> said.contains(secret)).count())
                        .as("texts, messages and log records that give away a secret or an input")
                        .isZero();
            }
        }
    }

    private static void live(Rig rig, Eavesdropper ear) throws Exception {
        ear.hear(rig.provider());
        ear.hear(rig.network());
        PaymentInstruction told = rig.ask();
        ear.hear(told);
        List<InboundCallback> sent = rig.pay(told.handle(), rig.anAmount());
        if (rig.network() instanceof Receives) {
            sent.forEach(callback -> receive(rig, ear, callback));
        }
        for (Fault fault : Fault.values()) {
            for (int call = 1; call <= MOST_CALLS; call++) {
                rig.line().breakCall(call, fault);
                ear.hearFailure(rig::ask);
                lookUp(rig, ear, told.handle(), call, fault);
            }
            rig.line().breakAll(fault);
            ear.hear(rig.network().health());
        }
        ear.hearFailure(
                () ->
                        rig.network()
                                .requestPayment(
                                        rig.request(
                                                Rig.newReference(),
                                                "no-such-method",
                                                rig.anAmount())));
        rig.network().close();
        ear.hear(rig.network());
    }

    private static void lookUp(
            Rig rig, Eavesdropper ear, PaymentHandle handle, int call, Fault fault) {
        if (rig.network() instanceof LooksUp) {
            rig.line().breakCall(call, fault);
            ear.hearFailure(() -> ear.hear(rig.reportOf(handle)));
        }
    }

    private static void receive(Rig rig, Eavesdropper ear, InboundCallback callback) {
        ear.hear(rig.receives().receive(callback));
        byte[] forged = ("x" + callback.text()).getBytes(StandardCharsets.UTF_8);
        ear.hear(rig.receives().receive(UnknownFields.with(callback, forged)));
        ear.hearFailure(
                () ->
                        ear.hear(
                                rig.receives()
                                        .receive(
                                                rig.fixture()
                                                        .signed(
                                                                UnknownFields.with(
                                                                        callback, forged)))));
    }

    private static List<String> secrets(Rig rig) {
        return secretsOf(rig.provider().settings(), rig.fixture().settings());
    }

    /** The secret answers, in each writing in which they might be found. */
    static List<String> secretsOf(ConfigSchema schema, Map<String, String> answers) {
        List<String> secrets = new ArrayList<>();
        for (Setting setting : schema.settings()) {
            String answer = answers.get(setting.name());
            if (setting.type() == Setting.Type.SECRET && answer != null) {
                assertThat(answer.length())
                        .as(
                                "letters in the fixture's %s, lest it be found by chance",
                                setting.name())
                        .isGreaterThanOrEqualTo(LEAST_SECRET);
                secrets.add(answer);
                secrets.add(URLEncoder.encode(answer, StandardCharsets.UTF_8));
                secrets.add(
                        Base64.getEncoder()
                                .encodeToString(answer.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return secrets;
    }

    private static List<String> inputs(Rig rig) {
        List<String> inputs = new ArrayList<>();
        Set<String> told = new LinkedHashSet<>();
        rig.inputs().forEach(input -> told.addAll(input.values()));
        for (String input : told) {
            String digits = input.replaceAll("[^0-9]", "");
            inputs.add(input);
            inputs.add(digits);
            inputs.add(digits.substring(Math.max(0, digits.length() - SUBSCRIBER_DIGITS)));
        }
        return inputs.stream().filter(input -> input.length() >= LEAST_INPUT).toList();
    }
}
