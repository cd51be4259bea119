package org.bluejay.connector.tck;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.WebhookVerdict;

/** How {@link ToyShop} judges webhooks. */
final class ToyShopEar {

    private static final AtomicInteger MOODS = new AtomicInteger();

    private final Map<String, Boolean> heard = new ConcurrentHashMap<>();
    private final ShopFlaw flaw;

    ToyShopEar(ShopFlaw flaw) {
        this.flaw = flaw;
    }

    private boolean has(ShopFlaw some) {
        return flaw == some;
    }

    WebhookVerdict receive(InboundCallback webhook) {
        if (has(ShopFlaw.MOODY) && heard.putIfAbsent(webhook.text(), true) != null) {
            return new WebhookVerdict.Rejected("heard before");
        }
        if (!isSigned(webhook)) {
            return new WebhookVerdict.Rejected("no valid signature");
        }
        String text = webhook.text();
        String id = ToyBank.field(text, "id");
        boolean readable =
                id != null && !(has(ShopFlaw.STRICT_WEBHOOK) && text.contains("addedLater"));
        if (!readable && !has(ShopFlaw.CRASHES_ON_NONSENSE)) {
            return new WebhookVerdict.Rejected("unreadable");
        }
        String version =
                has(ShopFlaw.OWN_VERSION)
                        ? "v" + MOODS.incrementAndGet()
                        : ToyBank.field(text, "version");
        String order = has(ShopFlaw.MIXES) ? "o-1" : id;
        return new WebhookVerdict.Proven(List.of(new OrderChange(order, version)));
    }

    private boolean isSigned(InboundCallback webhook) {
        Optional<String> time = header(webhook, "x-toy-time");
        Optional<String> signature = header(webhook, "x-toy-signature");
        if (time.isEmpty() || signature.isEmpty()) {
            return false;
        }
        return switch (flaw) {
            case SIGNS_NO_BODY -> !signature.get().isEmpty();
            case SIGNS_NO_TIME -> signature.get().length() == 64;
            default -> signature.get().equals(ToyBank.signature(time.get(), webhook.body()));
        };
    }

    private Optional<String> header(InboundCallback webhook, String name) {
        return has(ShopFlaw.FIRST_OF_MANY)
                ? webhook.headers().getOrDefault(name, List.of()).stream()
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                : webhook.header(name);
    }
}
