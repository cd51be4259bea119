package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Set;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.OrderSnapshot;

/**
 * An order as WooCommerce writes it: the same in an answer, a list and a webhook. Sums are texts,
 * with as many decimals as the shop shows and not as the currency has; times are Greenwich's
 * without saying so.
 *
 * @param settled whether the shop takes it for paid
 * @param marked whether it carries our mark of a payment
 * @param method the id of the payment method it was placed with; empty when with none
 */
record WooOrder(
        String id,
        String number,
        String status,
        Money total,
        Money refunded,
        boolean settled,
        boolean marked,
        String method,
        Instant modifiedAt,
        String version) {

    /** Field of ours on an order that we settled: the payment's id. */
    static final String PAYMENT = "_bluejay_payment";

    /** Id of our own payment method, which the shop's plugin has too. */
    static final String METHOD = "bluejay";

    /** Fields that are read; a list of orders with all their fields would be megabytes. */
    static final String FIELDS =
            "id,number,status,currency,total,date_created_gmt,date_modified_gmt,date_paid_gmt,"
                    + "payment_method,transaction_id,refunds,meta_data";

    /** A block checkout that nobody has finished: no order yet. */
    static final String DRAFT = "checkout-draft";

    private static final String ON_HOLD = "on-hold";

    /** What WooCommerce itself lets a payment complete. */
    private static final Set<String> NEEDS_PAYMENT = Set.of("pending", "failed");

    /** Before or without a payment; any other that the shop invented may come after one. */
    private static final Set<String> UNPAID =
            Set.of("pending", "failed", ON_HOLD, "cancelled", "trash", DRAFT);

    private static final Set<String> PAID = Set.of("processing", "completed", "refunded");
    private static final Set<String> CANCELLED = Set.of("cancelled", "trash");
    private static final int DIGITS = 32;

    /** Why an order cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean lasting;

        private Unreadable(String what, boolean lasting) {
            super(what);
            this.lasting = lasting;
        }

        static Unreadable now(String what) {
            return new Unreadable(what, false);
        }

        static Unreadable forGood(String what) {
            return new Unreadable(what, true);
        }

        /** Whether asking again will not help. */
        boolean isLasting() {
            return lasting;
        }
    }

    static WooOrder of(JsonNode json) throws Unreadable {
        String id = Json.text(json, "id");
        if (!isId(id)) {
            throw Unreadable.now("it has no id");
        }
        String status = Json.text(json, "status");
        if (!status.matches("[a-z0-9_-]{1,40}")) {
            throw Unreadable.now("it has no status");
        }
        CurrencyUnit unit = unit(Json.text(json, "currency"));
        Money total = money(Json.text(json, "total"), unit);
        Money refunded = refunded(json, unit);
        String number = Json.text(json, "number");
        boolean marked = isMarked(json);
        return new WooOrder(
                id,
                number.isEmpty() ? id : number,
                status,
                total,
                refunded,
                isSettled(json, status, marked),
                marked,
                Json.text(json, "payment_method"),
                modifiedAt(json),
                version(json, status, total, refunded));
    }

    /** Where an order's status alone does not say, the time of payment or our own mark does. */
    private static boolean isSettled(JsonNode json, String status, boolean marked) {
        return !Json.text(json, "date_paid_gmt").isEmpty()
                || PAID.contains(status)
                || (marked && !UNPAID.contains(status));
    }

    private static boolean isMarked(JsonNode json) {
        boolean marked = false;
        for (JsonNode meta : json.path("meta_data")) {
            marked |= Json.text(meta, "key").equals(PAYMENT);
        }
        return marked;
    }

    private static CurrencyUnit unit(String code) throws Unreadable {
        try {
            return CurrencyUnit.iso(code);
        } catch (IllegalArgumentException unknown) {
            throw Unreadable.forGood("its currency is none of ISO 4217");
        }
    }

    /** A shop set to other decimals than its currency has writes 1000.00 yen, or 49 dollars. */
    private static Money money(String text, CurrencyUnit unit) throws Unreadable {
        if (!text.matches("-?[0-9]{1,27}(\\.[0-9]{1,18})?")) {
            throw Unreadable.now("it has a sum that is no number");
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        if (exact.scale() > unit.decimals()) {
            throw Unreadable.forGood("it has a sum finer than the smallest unit of " + unit);
        }
        return new Money(exact.setScale(unit.decimals()), unit);
    }

    /** In an order a refund's total is negative. */
    private static Money refunded(JsonNode json, CurrencyUnit unit) throws Unreadable {
        Money sum = Money.zero(unit);
        for (JsonNode refund : json.path("refunds")) {
            Money one = money(Json.text(refund, "total"), unit);
            sum = sum.plus(one.isNegative() ? one.negated() : one);
        }
        return sum;
    }

    static boolean isId(String text) {
        return text.matches("[1-9][0-9]{0,18}");
    }

    static Instant modifiedAt(JsonNode json) throws Unreadable {
        String modified = Json.text(json, "date_modified_gmt");
        String when = modified.isEmpty() ? Json.text(json, "date_created_gmt") : modified;
        try {
            return LocalDateTime.parse(when).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw Unreadable.now("it does not say when it was changed");
        }
    }

    /** The time alone would not do: two changes of one second would look like one. */
    private static String version(JsonNode json, String status, Money total, Money refunded) {
        String facts =
                String.join(
                        "\n",
                        Json.text(json, "id"),
                        status,
                        total.toString(),
                        refunded.toString(),
                        Json.text(json, "date_modified_gmt"),
                        Json.text(json, "date_paid_gmt"),
                        Json.text(json, "transaction_id"));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(facts.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean needsPayment() {
        return NEEDS_PAYMENT.contains(status);
    }

    /**
     * Whether nothing but a payment through us is waited for: an order on hold waits for a transfer
     * or a cheque of its own method, and what a plugin's status means is the plugin's affair.
     */
    boolean waitsForUs() {
        boolean ours = method.isEmpty() || method.equals(METHOD);
        return needsPayment() || (status.equals(ON_HOLD) && ours);
    }

    boolean cancelled() {
        return CANCELLED.contains(status);
    }

    /** All or nothing: WooCommerce knows no part. */
    Money paid() {
        return settled ? total : Money.zero(total.currency());
    }

    /** All or nothing too: the shop's plugin settles orders under the same method's name. */
    Money paidThroughUs() {
        return marked || method.equals(METHOD) ? paid() : Money.zero(total.currency());
    }

    OrderSnapshot snapshot() {
        return new OrderSnapshot(
                id,
                number,
                total,
                paid(),
                paidThroughUs(),
                refunded,
                cancelled(),
                version,
                modifiedAt,
                status);
    }
}
