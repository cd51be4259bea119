package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.Money;
import org.bluejay.connector.tck.ShopFixture.Books;

/** An order in the stand-in's books, and how WooCommerce shows it. */
final class StandInOrder {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    final long id;
    Money total;
    Money refunded;
    String status = "pending";
    String paymentMethod = "bacs";
    String transactionId = "";
    Instant modified;
    Instant paidAt;
    int restocks;
    final List<Money> refunds = new ArrayList<>();
    final Map<String, String> meta = new LinkedHashMap<>();
    final List<String> notes = new ArrayList<>();

    /**
     * Downloads and services: WooCommerce completes them at once, and never marks them otherwise.
     */
    boolean virtual;

    /** How the shop is set to show this sum; mostly as many decimals as the currency has. */
    String shownTotal;

    StandInOrder(long id, Money total, Instant now) {
        this.id = id;
        this.total = total;
        this.refunded = Money.zero(total.currency());
        this.modified = now;
    }

    boolean needsPayment() {
        return Set.of("pending", "failed").contains(status) && total.isPositive();
    }

    /** As payment_complete(). */
    void complete(String transaction, Instant now) {
        if (!transaction.isEmpty()) {
            transactionId = transaction;
        }
        paidAt = now;
        become(virtual ? "completed" : "processing", now);
    }

    /** As set_status() and save(): a paid time only with the status that a payment would bring. */
    void become(String next, Instant now) {
        if (next.equals(status)) {
            return;
        }
        notes.add("Order status changed from " + status + " to " + next + ".");
        if (next.equals("cancelled")) {
            restocks++;
        }
        status = next;
        boolean paid = next.equals("completed") || (next.equals("processing") && !virtual);
        if (paid && paidAt == null) {
            paidAt = now;
        }
    }

    void refund(Money amount, boolean restock) {
        refunds.add(amount);
        refunded = refunded.plus(amount);
        restocks += restock ? 1 : 0;
        if (refunded.isAtLeast(total)) {
            status = "refunded";
        }
    }

    Books books() {
        boolean paid = paidAt != null || Set.of("processing", "completed").contains(status);
        int ours = (int) notes.stream().filter(note -> note.contains("[bluejay:")).count();
        return new Books(
                paid ? total : Money.zero(total.currency()),
                refunded,
                status.equals("cancelled"),
                restocks,
                ours);
    }

    JsonNode json() {
        ObjectNode json = Json.object();
        json.put("id", id);
        json.put("parent_id", 0);
        json.put("number", Long.toString(id));
        json.put("order_key", "wc_order_" + id);
        json.put("status", status);
        json.put("currency", total.currency().code());
        json.put("date_created", "2026-11-21T22:00:00");
        json.put("date_created_gmt", "2026-11-21T21:00:00");
        json.put("date_modified", "2026-11-21T22:00:00");
        json.put("date_modified_gmt", TIME.format(modified));
        json.put("total", shownTotal == null ? total.toPlainString() : shownTotal);
        json.put("payment_method", paymentMethod);
        json.put("transaction_id", transactionId);
        json.put("date_paid_gmt", paidAt == null ? null : TIME.format(paidAt));
        json.putObject("billing").put("email", "shopper@example.com");
        ArrayNode metaData = json.putArray("meta_data");
        meta.forEach(
                (key, value) ->
                        metaData.addObject().put("id", 7).put("key", key).put("value", value));
        ArrayNode list = json.putArray("refunds");
        for (int i = 0; i < refunds.size(); i++) {
            list.addObject()
                    .put("id", 9_000 + i)
                    .put("reason", "")
                    .put("total", "-" + refunds.get(i).toPlainString());
        }
        return json;
    }
}
