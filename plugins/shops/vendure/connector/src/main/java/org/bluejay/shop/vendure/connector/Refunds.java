package org.bluejay.shop.vendure.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.RefundRecord;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.Written;

/**
 * Has Vendure know of money that went back. A refund that is pending there, begun by the staff or
 * by us, is the one that was made, if it fits; for the rest one is written down. Only payments of
 * our own method are touched, and only while no handler of Vendure's would move the money again.
 */
final class Refunds {

    /** Vendure's own, which moves no money. */
    private static final String DUMMY = "dummy-payment-handler";

    private final AdminApi api;
    private final String method;

    Refunds(AdminApi api, String method) {
        this.api = api;
        this.method = method;
    }

    Written record(Order order, RefundRecord refund) throws ShopException {
        if (order.refunded().isAtLeast(refund.refunded())) {
            return new Written.AlreadyDone();
        }
        List<Order.Payment> ours =
                order.paymentsThat(
                        payment -> payment.isSettled() && payment.method().equals(method));
        Money missing = refund.refunded().minus(order.refunded());
        missing = settlePending(ours, missing, refund);
        for (Order.Payment payment : ours) {
            if (missing.isPositive() && payment.refundable().isPositive()) {
                Money part =
                        payment.refundable().isAtLeast(missing) ? missing : payment.refundable();
                writeDown(order, payment, part, refund);
                missing = missing.minus(part);
            }
        }
        if (missing.isPositive()) {
            throw new Rejected(
                    "not-refundable",
                    missing
                            + " of the refund belongs to no payment of ours that Vendure would"
                            + " refund: record it there by hand");
        }
        return new Written.Done();
    }

    /**
     * @return what is missing after that
     */
    private Money settlePending(List<Order.Payment> ours, Money owing, RefundRecord refund)
            throws ShopException {
        Money missing = owing;
        for (Order.Payment payment : ours) {
            for (Order.Refund pending : payment.refunds()) {
                if (pending.isPending() && missing.isAtLeast(pending.total())) {
                    settle(pending.id(), refund);
                    missing = missing.minus(pending.total());
                }
            }
        }
        return missing;
    }

    private void writeDown(Order order, Order.Payment payment, Money amount, RefundRecord refund)
            throws ShopException {
        refuseHandlersThatPay();
        JsonNode made =
                Answers.resultOf(
                        api.ask(
                                Documents.REFUND,
                                Json.object()
                                        .put("payment", payment.id())
                                        .put("amount", order.inSmallUnits(amount))
                                        .put("reason", refund.reason())),
                        "refundOrder",
                        "Refund");
        if (Json.text(made, "state").equals("Pending")) {
            settle(Json.text(made, "id"), refund);
        }
    }

    private void settle(String id, RefundRecord refund) throws ShopException {
        Answers.resultOf(
                api.ask(
                        Documents.SETTLE_REFUND,
                        Json.object().put("id", id).put("reference", refund.reference())),
                "settleRefund",
                "Refund");
    }

    /** Without a handler Vendure only writes a refund down; with one it would have it paid. */
    private void refuseHandlersThatPay() throws ShopException {
        JsonNode data = api.ask(Documents.METHODS, Json.object().put("code", method));
        for (JsonNode item : data.path("paymentMethods").path("items")) {
            if (!item.path("handler").path("code").asText().equals(DUMMY)) {
                throw new Rejected(
                        "paying-method",
                        "the payment method "
                                + method
                                + " would pay the refund once more: record it in Vendure by hand");
            }
        }
    }
}
