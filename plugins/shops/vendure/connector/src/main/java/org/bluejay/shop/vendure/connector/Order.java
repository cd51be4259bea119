package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.OrderSnapshot;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.OutcomeUnknown;
import org.bluejay.connector.shop.ShopException.Rejected;

/**
 * An order in Vendure's words. Vendure counts all money in whole small units, of which a server has
 * equally many decimals for every currency.
 *
 * @param decimals of the server's small units
 * @param payments by id, so that the same facts always make the same version
 */
record Order(
        String id,
        String code,
        String state,
        Instant updatedAt,
        CurrencyUnit currency,
        int decimals,
        Money total,
        List<Payment> payments) {

    static final String ARRANGING = "ArrangingPayment";
    static final String ARRANGING_MORE = "ArrangingAdditionalPayment";

    private static final String CANCELLED = "Cancelled";
    private static final int MOST_DECIMALS = 18;

    /** A payment; its amount counts as paid once it is settled. */
    record Payment(String id, String method, String state, Money amount, List<Refund> refunds) {

        boolean isSettled() {
            return state.equals("Settled");
        }

        /** Vendure reckons it as if it had been paid, and nobody knows whether it will be. */
        boolean isOpen() {
            return !isSettled() && !List.of("Cancelled", "Declined", "Error").contains(state);
        }

        /** What may still be refunded, by Vendure's own reckoning. */
        Money refundable() {
            Money rest = amount;
            for (Refund refund : refunds) {
                rest = refund.state().equals("Failed") ? rest : rest.minus(refund.total());
            }
            return rest.orZero();
        }
    }

    /** A refund; its total counts as refunded once it is settled. */
    record Refund(String id, String state, Money total) {

        boolean isSettled() {
            return state.equals("Settled");
        }

        boolean isPending() {
            return state.equals("Pending");
        }
    }

    /**
     * @param facts what {@link Documents} asks for of every order
     * @param decimals of the server's small units
     */
    static Order of(JsonNode facts, int decimals) throws ShopException {
        try {
            CurrencyUnit currency = CurrencyUnit.iso(Json.text(facts, "currencyCode"));
            List<Payment> payments = new ArrayList<>();
            for (JsonNode payment : facts.path("payments")) {
                payments.add(payment(payment, currency, decimals));
            }
            payments.sort(Comparator.comparing(Payment::id));
            return new Order(
                    Json.text(facts, "id"),
                    Json.text(facts, "code"),
                    Json.text(facts, "state"),
                    Instant.parse(Json.text(facts, "updatedAt")),
                    currency,
                    decimals,
                    money(facts, "totalWithTax", currency, decimals),
                    List.copyOf(payments));
        } catch (DateTimeException unreadable) {
            throw new OutcomeUnknown("Vendure's answer has no time of the last change", unreadable);
        } catch (IllegalArgumentException | ArithmeticException strange) {
            throw new Rejected(
                    "money", "the order's money cannot be counted: " + strange.getMessage());
        }
    }

    private static Payment payment(JsonNode node, CurrencyUnit currency, int decimals)
            throws ShopException {
        List<Refund> refunds = new ArrayList<>();
        for (JsonNode refund : node.path("refunds")) {
            refunds.add(
                    new Refund(
                            Json.text(refund, "id"),
                            Json.text(refund, "state"),
                            money(refund, "total", currency, decimals)));
        }
        refunds.sort(Comparator.comparing(Refund::id));
        return new Payment(
                Json.text(node, "id"),
                Json.text(node, "method"),
                Json.text(node, "state"),
                money(node, "amount", currency, decimals),
                List.copyOf(refunds));
    }

    private static Money money(JsonNode node, String field, CurrencyUnit currency, int decimals)
            throws OutcomeUnknown {
        return new Money(new BigDecimal(Json.whole(node, field), decimals), currency);
    }

    /** The server's decimals, from an answer that has its settings too. */
    static int decimalsOf(JsonNode data) throws OutcomeUnknown {
        JsonNode config = data.path("globalSettings").path("serverConfig");
        int decimals = Json.whole(config, "moneyStrategyPrecision").intValue();
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw new OutcomeUnknown("Vendure counts in units that nobody knows", null);
        }
        return decimals;
    }

    boolean isCancelled() {
        return state.equals(CANCELLED);
    }

    Money paid() {
        return settled(payment -> true);
    }

    private Money settled(Predicate<Payment> which) {
        return payments.stream()
                .filter(Payment::isSettled)
                .filter(which)
                .map(Payment::amount)
                .reduce(Money.zero(currency), Money::plus);
    }

    Money refunded() {
        return payments.stream()
                .flatMap(payment -> payment.refunds().stream())
                .filter(Refund::isSettled)
                .map(Refund::total)
                .reduce(Money.zero(currency), Money::plus);
    }

    List<Payment> paymentsThat(Predicate<Payment> fit) {
        return payments.stream().filter(fit).toList();
    }

    /** As Vendure wants to be told it. */
    BigInteger inSmallUnits(Money money) {
        return money.amount().setScale(decimals).unscaledValue();
    }

    /**
     * @param ours the code of our payment method
     */
    OrderSnapshot snapshot(String ours) {
        return new OrderSnapshot(
                id,
                code,
                total,
                paid(),
                settled(payment -> payment.method().equals(ours)),
                refunded(),
                isCancelled(),
                version(),
                updatedAt,
                state);
    }

    /**
     * Vendure does not touch an order's time when a payment or refund of it changes, and some
     * databases keep whole seconds: so the facts themselves are what changes.
     */
    String version() {
        try {
            byte[] facts = toString().getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(facts);
            return HexFormat.of().formatHex(hash, 0, hash.length / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
