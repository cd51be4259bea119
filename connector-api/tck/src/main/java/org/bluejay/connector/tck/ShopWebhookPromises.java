package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.WebhookVerdict;
import org.bluejay.connector.shop.WebhookVerdict.Hint;
import org.bluejay.connector.shop.WebhookVerdict.Proven;
import org.bluejay.connector.tck.FaultyHttp.Fault;

/** A webhook is believed exactly as far as it is proven, and no forged one ever is. */
final class ShopWebhookPromises {

    /** Bodies are altered at this many places at most, evenly spread. */
    private static final int PLACES = 512;

    private ShopWebhookPromises() {}

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise("hears which order changed", ShopWebhookPromises::hears),
                new ShopPromise("tells the version that is read", ShopWebhookPromises::version),
                new ShopPromise(
                        "gives a doubled or overtaken webhook the same verdict",
                        ShopWebhookPromises::pure),
                new ShopPromise("asks nobody while it reads", ShopWebhookPromises::asksNobody),
                new ShopPromise("never believes an altered body", ShopWebhookPromises::body),
                new ShopPromise("never believes an altered header", ShopWebhookPromises::header),
                new ShopPromise(
                        "never believes a missing or doubled proof", ShopWebhookPromises::noProof),
                new ShopPromise(
                        "passes over fields it does not know in a webhook",
                        ShopWebhookPromises::unknownFields),
                new ShopPromise(
                        "rejects nonsense without throwing", ShopWebhookPromises::nonsense));
    }

    private static List<InboundCallback> webhooks(ShopRig rig, String order) {
        List<InboundCallback> sent = rig.fixture().touch(order);
        assertThat(sent)
                .as(
                        "the connector implements ReceivesWebhooks, so the fixture's touch(…)"
                                + " answers with the webhooks the shop sends")
                .isNotEmpty();
        return sent;
    }

    private static InboundCallback webhook(ShopRig rig) {
        List<InboundCallback> sent = webhooks(rig, rig.order());
        return sent.get(sent.size() - 1);
    }

    private static List<String> ordersIn(WebhookVerdict verdict) {
        if (verdict instanceof Proven proven) {
            return proven.changes().stream().map(OrderChange::orderId).toList();
        }
        return verdict instanceof Hint hint ? List.of(hint.orderId()) : List.of();
    }

    private static void hears(ShopRig rig) {
        String one = rig.order();
        String other = rig.order();
        List<InboundCallback> ofOther = webhooks(rig, other);
        List<InboundCallback> ofOne = webhooks(rig, one);
        ofOne.forEach(
                sent -> assertThat(ordersIn(rig.receives().receive(sent))).containsExactly(one));
        ofOther.forEach(
                sent -> assertThat(ordersIn(rig.receives().receive(sent))).containsExactly(other));
    }

    private static void version(ShopRig rig) throws Exception {
        String order = rig.order();
        List<InboundCallback> sent = webhooks(rig, order);
        WebhookVerdict verdict = rig.receives().receive(sent.get(sent.size() - 1));
        if (verdict instanceof Proven proven) {
            String now = rig.read(order).version();
            assertThat(proven.changes())
                    .extracting(OrderChange::version)
                    .allMatch(said -> said.isEmpty() || said.equals(now), "is empty or " + now);
        }
    }

    private static void pure(ShopRig rig) {
        InboundCallback first = webhook(rig);
        WebhookVerdict verdict = rig.receives().receive(first);
        rig.receives().receive(webhook(rig));
        assertThat(rig.receives().receive(first)).isEqualTo(verdict);
        try (ShopConnector again = rig.openWith(rig.provider(), rig.fixture().settings())) {
            assertThat(((ReceivesWebhooks) again).receive(first)).isEqualTo(verdict);
        }
    }

    private static void asksNobody(ShopRig rig) {
        InboundCallback sent = webhook(rig);
        rig.line().breakAll(Fault.CUT_BEFORE);
        assertThat(rig.receives().receive(sent)).isNotInstanceOf(WebhookVerdict.Rejected.class);
        assertThat(rig.line().calls()).as("calls while reading a webhook").isZero();
    }

    private static void body(ShopRig rig) {
        InboundCallback sent = webhook(rig);
        byte[] body = sent.body();
        int stride = Math.max(1, body.length / PLACES);
        for (int place = 0; place < body.length; place += stride) {
            byte[] altered = body.clone();
            altered[place] = (byte) (altered[place] ^ 1);
            notProven(rig, UnknownFields.with(sent, altered), "bit turned at " + place);
        }
        String text = sent.text();
        Map<String, byte[]> others =
                Map.of(
                        "nothing in it", new byte[0],
                        "a line feed more", (text + "\n").getBytes(StandardCharsets.UTF_8),
                        "a blank before", (" " + text).getBytes(StandardCharsets.UTF_8),
                        "a mark before", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                        "UTF-16", text.getBytes(StandardCharsets.UTF_16));
        others.forEach((how, bytes) -> notProven(rig, UnknownFields.with(sent, bytes), how));
    }

    private static void header(ShopRig rig) {
        InboundCallback sent = webhook(rig);
        for (String name : proofs(rig, sent)) {
            String value = sent.header(name).orElseThrow();
            for (int place = 0; place < value.length(); place++) {
                char[] altered = value.toCharArray();
                altered[place] = (char) (altered[place] ^ 1);
                notProven(
                        rig,
                        with(sent, name, List.of(new String(altered))),
                        name + " altered at " + place);
            }
            notProven(rig, with(sent, name, List.of("")), name + " empty");
        }
    }

    private static void noProof(ShopRig rig) {
        InboundCallback sent = webhook(rig);
        for (String name : proofs(rig, sent)) {
            String value = sent.header(name).orElseThrow();
            notProven(rig, with(sent, name, List.of()), name + " missing");
            notProven(rig, with(sent, name, List.of(value, value)), name + " doubled");
            notProven(rig, with(sent, name, List.of("", value)), name + " doubled");
        }
    }

    /** The headers without which it is not proven; but for its type, which says nothing. */
    private static List<String> proofs(ShopRig rig, InboundCallback sent) {
        List<String> proofs = new ArrayList<>();
        for (String name : sent.headers().keySet()) {
            boolean still = rig.receives().receive(with(sent, name, List.of())) instanceof Proven;
            if (!still && !name.equals("content-type")) {
                proofs.add(name);
            }
        }
        return proofs;
    }

    private static void unknownFields(ShopRig rig) {
        InboundCallback sent = webhook(rig);
        UnknownFields.addedTo(sent)
                .ifPresent(
                        more ->
                                assertThat(rig.receives().receive(rig.fixture().signed(more)))
                                        .isEqualTo(rig.receives().receive(sent)));
    }

    private static void nonsense(ShopRig rig) {
        InboundCallback sent = webhook(rig);
        for (String body :
                List.of(
                        "",
                        "{}",
                        "[]",
                        "null",
                        "42",
                        "{",
                        "&=%zz",
                        "<html></html>",
                        "\0",
                        "[".repeat(100_000))) {
            InboundCallback unsigned =
                    UnknownFields.with(sent, body.getBytes(StandardCharsets.UTF_8));
            notProven(rig, unsigned, "nonsense");
            WebhookVerdict verdict = rig.receives().receive(rig.fixture().signed(unsigned));
            assertThat(verdict).as("the verdict on signed nonsense").isNotNull();
            assertThat(ordersIn(verdict)).as("orders in signed nonsense").isEmpty();
        }
    }

    private static void notProven(ShopRig rig, InboundCallback forged, String how) {
        assertThat(rig.receives().receive(forged))
                .as("the verdict on a webhook with %s", how)
                .isNotNull()
                .isNotInstanceOf(Proven.class);
    }

    private static InboundCallback with(InboundCallback sent, String name, List<String> values) {
        Map<String, List<String>> headers = new HashMap<>(sent.headers());
        if (values.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, values);
        }
        return new InboundCallback(sent.method(), sent.token(), sent.query(), headers, sent.body());
    }
}
