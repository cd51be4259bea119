package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.tck.ShopFixture.Books;

/** One order in the stand-in's books, in Vendure's small units. */
final class StandInOrder {

    /** A payment of the order. */
    static final class Payment {
        final String id;
        final String method;
        final BigInteger amount;
        String state;
        final List<Refund> refunds = new ArrayList<>();

        Payment(String id, String method, BigInteger amount, String state) {
            this.id = id;
            this.method = method;
            this.amount = amount;
            this.state = state;
        }

        boolean covers() {
            return !List.of("Cancelled", "Declined", "Error").contains(state);
        }
    }

    /** A refund of a payment. */
    static final class Refund {
        final String id;
        final BigInteger total;
        String state = "Pending";

        Refund(String id, BigInteger total) {
            this.id = id;
            this.total = total;
        }
    }

    final String id;
    final CurrencyUnit currency;
    BigInteger total;
    String state = "ArrangingPayment";
    Instant updatedAt;
    int restocks;
    final List<Payment> payments = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    StandInOrder(String id, Money total) {
        this.id = id;
        this.currency = total.currency();
        this.total = smallUnits(total);
    }

    static BigInteger smallUnits(Money money) {
        return money.amount().setScale(StandInVendure.DECIMALS).unscaledValue();
    }

    private Money money(BigInteger units) {
        return new Money(new BigDecimal(units, StandInVendure.DECIMALS), currency);
    }

    BigInteger owing() {
        return payments.stream()
                .filter(Payment::covers)
                .map(payment -> payment.amount)
                .reduce(total, BigInteger::subtract);
    }

    Books books() {
        BigInteger paid = BigInteger.ZERO;
        BigInteger refunded = BigInteger.ZERO;
        for (Payment payment : payments) {
            paid = payment.state.equals("Settled") ? paid.add(payment.amount) : paid;
            for (Refund refund : payment.refunds) {
                refunded = refund.state.equals("Settled") ? refunded.add(refund.total) : refunded;
            }
        }
        return new Books(
                money(paid), money(refunded), state.equals("Cancelled"), restocks, notes.size());
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("__typename", "Order").put("id", id).put("code", "ORDER" + id);
        json.put("state", state).put("updatedAt", updatedAt.toString());
        json.put("currencyCode", currency.code()).put("totalWithTax", total);
        ArrayNode all = json.putArray("payments");
        for (Payment payment : payments) {
            ObjectNode one = all.addObject().put("id", payment.id).put("method", payment.method);
            one.put("state", payment.state).put("amount", payment.amount);
            ArrayNode refunds = one.putArray("refunds");
            for (Refund refund : payment.refunds) {
                refunds.addObject()
                        .put("id", refund.id)
                        .put("state", refund.state)
                        .put("total", refund.total);
            }
        }
        return json;
    }
}
