package org.bluejay.connector.tck;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.Settings;
import org.bluejay.connector.shop.Cancellation;
import org.bluejay.connector.shop.Note;
import org.bluejay.connector.shop.OrderChange;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.PollsOrders;
import org.bluejay.connector.shop.ReceivesWebhooks;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.SettlesInParts;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.WebhookVerdict;
import org.bluejay.connector.shop.Written;

/** A shop's connector that keeps every promise, unless a flaw is asked for. */
final class ToyShop implements ShopConnector, SettlesInParts, ReceivesWebhooks, PollsOrders {

    private final ShopFlaw flaw;
    private final ToyShopLine line;
    private final Settings settings;
    private final Map<String, OrderSnapshot> cache = new ConcurrentHashMap<>();
    private final Map<String, Boolean> told = new ConcurrentHashMap<>();
    private final ToyShopEar ear;
    private volatile boolean closed;

    ToyShop(ShopFlaw flaw, Settings settings, ConnectorContext context) {
        this.flaw = flaw;
        this.settings = settings;
        this.ear = new ToyShopEar(flaw);
        this.line = new ToyShopLine(flaw, settings, context);
        if (has(ShopFlaw.CALLS_WHILE_OPENING)) {
            health();
        }
    }

    private boolean has(ShopFlaw some) {
        return flaw == some;
    }

    @Override
    public Optional<OrderSnapshot> read(String orderId) throws ShopException {
        OrderSnapshot known = cache.get(orderId);
        if (has(ShopFlaw.CACHES) && known != null) {
            return Optional.of(known);
        }
        if (has(ShopFlaw.WRITES_WHILE_READING)) {
            post(orderId, "notes", "{\"reference\":\"read\"}");
        }
        Optional<OrderSnapshot> order = text(orderId).map(this::snapshot);
        if (order.isEmpty() && has(ShopFlaw.THROWS_FOR_NONE)) {
            throw new OutcomeUnknown("404", null);
        }
        order.ifPresent(read -> cache.put(orderId, read));
        return order;
    }

    private Optional<String> text(String orderId) throws ShopException {
        return line.call("GET", "/orders/" + orderId, "");
    }

    private String must(String orderId) throws ShopException {
        Optional<String> text = text(orderId);
        if (text.isEmpty() && has(ShopFlaw.UNKNOWN_FOR_NO_ORDER)) {
            throw new OutcomeUnknown("404", null);
        }
        return text.orElseThrow(() -> new Rejected("no-order", "the shop has no such order"));
    }

    private OrderSnapshot snapshot(String json) {
        if (!json.startsWith("{")) {
            throw new IllegalArgumentException("not JSON");
        }
        CurrencyUnit unit = CurrencyUnit.iso(ToyBank.field(json, "currency"));
        return new OrderSnapshot(
                ToyBank.field(json, "id"),
                ToyBank.field(json, "number"),
                money(ToyBank.field(json, "total"), unit),
                money(ToyBank.field(json, "paid"), unit),
                money(ToyBank.field(json, has(ShopFlaw.CLAIMS_ALL) ? "paid" : "through"), unit),
                money(ToyBank.field(json, "refunded"), unit),
                ToyBank.field(json, "cancelled").equals("true"),
                ToyBank.field(json, "version"),
                Instant.EPOCH,
                ToyBank.field(json, "state"));
    }

    private Money money(String text, CurrencyUnit unit) {
        BigDecimal amount = new BigDecimal(text);
        if (has(ShopFlaw.TWO_DECIMALS)) {
            amount =
                    amount.setScale(2, RoundingMode.DOWN)
                            .setScale(unit.decimals(), RoundingMode.DOWN);
        }
        if (has(ShopFlaw.READS_DOUBLES)) {
            amount =
                    new BigDecimal(Double.parseDouble(text))
                            .setScale(unit.decimals(), RoundingMode.HALF_UP);
        }
        return new Money(amount, unit);
    }

    @Override
    public Written settle(Settlement settlement) throws ShopException {
        OrderSnapshot order = snapshot(must(settlement.orderId()));
        if (order.cancelled() && has(ShopFlaw.REFUSES_LATE)) {
            throw new Rejected("cancelled", "the order was cancelled");
        }
        if (has(ShopFlaw.BLIND)) {
            return pay(settlement.orderId(), settlement.paid());
        }
        if (!order.total().equals(settlement.total()) && !has(ShopFlaw.SETTLES_CHANGED)) {
            throw new NotSent("the order has changed", null);
        }
        if (has(ShopFlaw.ADDS_AGAIN)) {
            return pay(settlement.orderId(), settlement.paid());
        }
        return payRest(order, settlement.paid());
    }

    @Override
    public Written settlePart(Settlement settlement) throws ShopException {
        OrderSnapshot order = snapshot(must(settlement.orderId()));
        if (!order.total().equals(settlement.total()) && !has(ShopFlaw.PART_OF_CHANGED)) {
            throw new NotSent("the order has changed", null);
        }
        if (has(ShopFlaw.PART_AGAIN)) {
            return pay(settlement.orderId(), settlement.paid());
        }
        if (has(ShopFlaw.PART_TAKEN_BACK) && !order.paid().isZero()) {
            return pay(settlement.orderId(), settlement.paid().minus(order.paid()));
        }
        return payRest(order, settlement.paid());
    }

    private Written payRest(OrderSnapshot order, Money inAll) throws ShopException {
        return order.paid().isAtLeast(inAll)
                ? new Written.AlreadyDone()
                : pay(order.id(), inAll.minus(order.paid()));
    }

    private Written pay(String orderId, Money rest) throws ShopException {
        Money amount = rest;
        if (has(ShopFlaw.SETTLES_DOUBLES)) {
            double rounded = Double.parseDouble(rest.toPlainString());
            int digits = rest.currency().decimals();
            amount =
                    new Money(
                            new BigDecimal(rounded).setScale(digits, RoundingMode.HALF_UP),
                            rest.currency());
        }
        return post(orderId, "payments", "{\"amount\":\"" + amount.toPlainString() + "\"}");
    }

    @Override
    public Written cancel(Cancellation cancellation) throws ShopException {
        OrderSnapshot order = snapshot(must(cancellation.orderId()));
        if (!order.paid().isZero() && !has(ShopFlaw.CANCELS_PAID)) {
            throw new Rejected("paid", "the order is paid");
        }
        if (has(ShopFlaw.CANCELS_NOTHING)) {
            return new Written.Done();
        }
        return order.cancelled() && !has(ShopFlaw.RESTOCKS_AGAIN)
                ? new Written.AlreadyDone()
                : post(order.id(), "cancel", "{}");
    }

    @Override
    public Written recordRefund(RefundRecord refund) throws ShopException {
        OrderSnapshot order = snapshot(must(refund.orderId()));
        if (order.refunded().isAtLeast(refund.refunded()) && !has(ShopFlaw.REFUNDS_AGAIN)) {
            return new Written.AlreadyDone();
        }
        Money rest =
                has(ShopFlaw.REFUNDS_AGAIN)
                        ? refund.refunded()
                        : refund.refunded().minus(order.refunded());
        String restock = has(ShopFlaw.RESTOCKS_REFUND) ? "yes" : "no";
        return post(
                order.id(),
                "refunds",
                "{\"amount\":\"%s\",\"restock\":\"%s\"}".formatted(rest.toPlainString(), restock));
    }

    @Override
    public Written annotate(Note note) throws ShopException {
        List<String> there =
                Arrays.asList(ToyBank.field(must(note.orderId()), "notes").split(" ", -1));
        return there.contains(note.reference()) && !has(ShopFlaw.NOTES_AGAIN)
                ? new Written.AlreadyDone()
                : post(note.orderId(), "notes", "{\"reference\":\"" + note.reference() + "\"}");
    }

    private Written post(String orderId, String what, String body) throws ShopException {
        line.call("POST", "/orders/" + orderId + "/" + what, body);
        return new Written.Done();
    }

    @Override
    public WebhookVerdict receive(InboundCallback webhook) {
        if (has(ShopFlaw.ASKS_WHILE_READING)) {
            health();
        }
        return ear.receive(webhook);
    }

    @Override
    public Changes changedSince(String cursor) throws ShopException {
        try {
            String after = cursor.isEmpty() ? "0" : cursor;
            String text = line.call("GET", "/changes/" + after, "").orElseThrow();
            List<OrderChange> orders =
                    Arrays.stream(ToyBank.field(text, "changed").split(" ", -1))
                            .filter(each -> !each.isEmpty())
                            .map(each -> each.split("@", -1))
                            .map(each -> new OrderChange(each[0], each[1]))
                            .filter(this::isTold)
                            .toList();
            boolean more = ToyBank.field(text, "more").equals("true");
            return new Changes(
                    ToyBank.field(text, "next"), orders, more && !has(ShopFlaw.FIRST_PAGE_ONLY));
        } catch (ShopException failed) {
            if (has(ShopFlaw.SWALLOWS)) {
                return new Changes(cursor, List.of(), false);
            }
            throw failed;
        }
    }

    private boolean isTold(OrderChange change) {
        return switch (flaw) {
            case ONLY_NEW -> told.putIfAbsent(change.orderId(), true) == null;
            case TELLS_ONCE -> told.putIfAbsent(change.version(), true) == null;
            default -> true;
        };
    }

    @Override
    public Duration pause() {
        return has(ShopFlaw.HURRIES) ? Duration.ofMillis(10) : Duration.ofSeconds(30);
    }

    @Override
    public Health health() {
        if (has(ShopFlaw.ALWAYS_UP) || has(ShopFlaw.ALWAYS_DOWN)) {
            return new Health(has(ShopFlaw.ALWAYS_UP), "so it is");
        }
        try {
            Optional<String> text = line.call("GET", "/ping", "");
            return new Health(text.isPresent(), "asked");
        } catch (ShopException failed) {
            return Health.down(failed.getMessage());
        }
    }

    @Override
    public void close() {
        if (has(ShopFlaw.CLOSES_ONCE) && closed) {
            throw new IllegalStateException("closed already");
        }
        if (has(ShopFlaw.LEAKS) && !closed) {
            ToyProvider.keepThread(new CountDownLatch(1));
        }
        closed = true;
    }

    @Override
    public String toString() {
        return has(ShopFlaw.PRINTS_SECRETS) ? settings.text("apiKey") : "ToyShop";
    }
}
