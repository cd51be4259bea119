package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bluejay.connector.Setting;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.tck.FaultyHttp.Fault;

/**
 * No secret is ever said aloud: tried over a whole life with every fault of the line, on a shop
 * that quotes the request back in its error pages.
 */
final class ShopSecrecyPromises {

    private static final int LEAST_SECRET = 8;
    private static final int MOST_CALLS = 4;

    private ShopSecrecyPromises() {}

    static List<ShopPromise> all() {
        return List.of(new ShopPromise("says no secret aloud", ShopSecrecyPromises::silent));
    }

    private static void silent(ShopRig rig) throws Exception {
        try (Eavesdropper ear = new Eavesdropper()) {
            live(rig, ear);
            for (String secret : secrets(rig)) {
                // The message must not say it either: it ends in a build's log.
                assertThat(ear.heard().stream().filter(said -> said.contains(secret)).count())
                        .as("texts, messages and log records that give away a secret")
                        .isZero();
            }
        }
    }

    private static void live(ShopRig rig, Eavesdropper ear) {
        ear.hear(rig.provider());
        ear.hear(rig.shop());
        for (Fault fault : Fault.values()) {
            for (int call = 1; call <= MOST_CALLS; call++) {
                String order = rig.order();
                rig.line().breakCall(call, fault);
                ear.hearFailure(() -> ear.hear(rig.settle(order)));
                rig.line().breakCall(call, fault);
                ear.hearFailure(() -> ear.hear(rig.read(order)));
                rig.line().breakCall(call, fault);
                ear.hearFailure(() -> ear.hear(rig.note(order)));
                if (rig.shop() instanceof PollsOrders polls) {
                    rig.line().breakCall(call, fault);
                    ear.hearFailure(() -> ear.hear(polls.changedSince("")));
                }
            }
            rig.line().breakAll(fault);
            ear.hear(rig.shop().health());
        }
        if (rig.shop() instanceof ReceivesWebhooks receives) {
            rig.fixture().touch(rig.order()).forEach(sent -> ear.hear(receives.receive(sent)));
        }
        rig.fixture().revokeAccess();
        rig.line().breakAll(Fault.NONE);
        ear.hearFailure(() -> rig.shop().read("1"));
        rig.shop().close();
        ear.hear(rig.shop());
    }

    private static List<String> secrets(ShopRig rig) {
        List<String> secrets = new ArrayList<>();
        for (Setting setting : rig.provider().settings().settings()) {
            String answer = rig.fixture().settings().get(setting.name());
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
}
