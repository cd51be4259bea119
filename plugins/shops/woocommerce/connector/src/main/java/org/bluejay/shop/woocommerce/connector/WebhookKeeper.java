package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Secret;
import org.bluejay.connector.shop.ShopException;

/**
 * Sees to it that the shop sends its webhooks: makes those that are missing, and switches on again
 * what WooCommerce has switched off, as it does after some failed deliveries, for good and without
 * a word. What it finds is kept, and told to whoever asks for the connection's health. When it
 * fails nothing is lost: polling finds every change.
 */
final class WebhookKeeper {

    private static final System.Logger LOG = System.getLogger(WebhookKeeper.class.getName());

    /** An order is there before its invoice, so that its making is no news. */
    private static final List<String> TOPICS =
            List.of("order.updated", "order.deleted", "order.restored");

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);
    private static final String LOOKED_AT = "webhooks-looked-at";
    private static final String FOUND = "webhooks-found";

    private final Rest rest;
    private final Optional<URI> address;
    private final Optional<Secret> secret;
    private final DurableStore store;
    private final Clock clock;

    WebhookKeeper(
            Rest rest,
            Optional<URI> address,
            Optional<Secret> secret,
            DurableStore store,
            Clock clock) {
        this.rest = rest;
        this.address = address;
        this.secret = secret;
        this.store = store;
        this.clock = clock;
    }

    /** What was found the last time, as the end of a sentence. */
    String found() {
        if (secret.isEmpty()) {
            return "it sends no webhooks, as the connection has no webhook secret: changes are"
                    + " found by asking";
        }
        return store.get(FOUND).orElse("its webhooks have not been looked at yet");
    }

    /** Looks after the webhooks, if that is due. */
    void look() {
        Instant now = clock.instant();
        if (address.isEmpty() || secret.isEmpty() || now.isBefore(lastLook().plus(BETWEEN_LOOKS))) {
            return;
        }
        store.put(LOOKED_AT, now.toString());
        try {
            store.put(FOUND, mended(now));
        } catch (ShopException failed) {
            LOG.log(Level.WARNING, "event=webhooks-not-seen-to fault=\"{0}\"", failed.getMessage());
            store.put(FOUND, "its webhooks could not be seen to: " + failed.getMessage());
        }
    }

    private Instant lastLook() {
        try {
            return store.get(LOOKED_AT).map(Instant::parse).orElse(Instant.EPOCH);
        } catch (DateTimeException unreadable) {
            return Instant.EPOCH;
        }
    }

    private String mended(Instant now) throws ShopException {
        Map<String, JsonNode> ours = ours();
        String found = "its webhooks are on";
        for (String topic : TOPICS) {
            JsonNode webhook = ours.get(topic);
            String status = webhook == null ? "" : Json.text(webhook, "status");
            if (webhook == null) {
                make(topic);
            } else if (status.equals("disabled")) {
                switchOn(Json.text(webhook, "id"));
                LOG.log(Level.WARNING, "event=webhook-switched-on topic={0}", topic);
                found =
                        "it had switched its webhooks off after failed deliveries; they were"
                                + " switched on again at "
                                + now;
            } else if (!status.equals("active")) {
                return "somebody has paused its webhooks in the shop: changes are found by asking";
            }
        }
        return found;
    }

    /** By topic; one that is on goes before another that is not. */
    private Map<String, JsonNode> ours() throws ShopException {
        Map<String, String> query = Map.of("per_page", "100");
        Map<String, JsonNode> ours = new HashMap<>();
        for (JsonNode webhook : rest.get("/webhooks", query, Rest.USUAL).good()) {
            if (Json.text(webhook, "delivery_url").equals(address.orElseThrow().toString())) {
                boolean active = Json.text(webhook, "status").equals("active");
                String topic = Json.text(webhook, "topic");
                if (active || !ours.containsKey(topic)) {
                    ours.put(topic, webhook);
                }
            }
        }
        return ours;
    }

    private void make(String topic) throws ShopException {
        ObjectNode webhook = Json.object();
        webhook.put("name", "Bluejay " + topic);
        webhook.put("topic", topic);
        webhook.put("delivery_url", address.orElseThrow().toString());
        webhook.put("secret", secret.orElseThrow().reveal());
        webhook.put("status", "active");
        rest.write("POST", "/webhooks", webhook).good();
    }

    private void switchOn(String id) throws ShopException {
        if (!WooOrder.isId(id)) {
            throw new ShopException.OutcomeUnknown("a webhook in the shop's list has no id", null);
        }
        rest.write("PUT", "/webhooks/" + id, Json.object().put("status", "active")).good();
    }
}
