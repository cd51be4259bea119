package org.bluejay.shop.vendure.connector;

import java.util.List;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.shop.ShopException;
import org.bluejay.connector.shop.ShopException.NotSent;
import org.bluejay.connector.shop.ShopException.Rejected;
import org.bluejay.connector.shop.Written;

/**
 * Has Vendure take an order for paid. A payment of our method that is open already, because the
 * storefront placed the order with it, is settled; else one is added, of all that is owing.
 */
final class Payments {

    private static final List<String> BEFORE_PAYMENT = List.of("AddingItems", "Draft");

    private final AdminApi api;
    private final String method;

    Payments(AdminApi api, String method) {
        this.api = api;
        this.method = method;
    }

    Written settle(Order order, Settlement settlement) throws ShopException {
        if (order.paid().isAtLeast(settlement.paid())) {
            return new Written.AlreadyDone();
        }
        if (order.isCancelled()) {
            throw new Rejected(
                    "cancelled",
                    "a cancelled order takes no payment in Vendure: pay the money back, or make a"
                            + " new order for it");
        }
        if (!order.total().equals(settlement.total())) {
            throw new NotSent("the order's total is now " + order.total(), null);
        }
        refuseOthersOpenPayments(order);
        Money missing = settleOpen(order, settlement.paid().minus(order.paid()));
        if (missing.isPositive()) {
            arrange(order);
            add(order, settlement);
        }
        return new Written.Done();
    }

    /**
     * Vendure would leave their amounts out of what is owing, whether they are ever paid or not;
     * and an order that waits for one of them is not ours to call off.
     */
    void refuseOthersOpenPayments(Order order) throws Rejected {
        for (Order.Payment open : order.paymentsThat(Order.Payment::isOpen)) {
            if (!open.method().equals(method)) {
                throw new Rejected(
                        "open-payment",
                        "the order has an open payment of "
                                + open.amount()
                                + " by another method: cancel it in Vendure");
            }
        }
    }

    /**
     * @return what is missing after that
     */
    private Money settleOpen(Order order, Money owing) throws ShopException {
        Money missing = owing;
        for (Order.Payment open : order.paymentsThat(Order.Payment::isOpen)) {
            if (!missing.isAtLeast(open.amount())) {
                throw new Rejected(
                        "open-payment",
                        "the order's open payment of "
                                + open.amount()
                                + " is more than what came for it: cancel it in Vendure");
            }
            Answers.resultOf(
                    api.ask(Documents.SETTLE, Json.object().put("id", open.id())),
                    "settlePayment",
                    "Payment");
            missing = missing.minus(open.amount());
        }
        return missing;
    }

    private void arrange(Order order) throws ShopException {
        if (BEFORE_PAYMENT.contains(order.state())) {
            Answers.resultOf(
                    api.ask(
                            Documents.TO_STATE,
                            Json.object().put("id", order.id()).put("state", Order.ARRANGING)),
                    "transitionOrderToState",
                    "Order");
        }
    }

    private void add(Order order, Settlement settlement) throws ShopException {
        Order paid =
                Order.of(
                        Answers.resultOf(
                                api.ask(
                                        Documents.PAY,
                                        Json.object()
                                                .put("id", order.id())
                                                .put("method", method)
                                                .put("reference", settlement.reference())),
                                "addManualPaymentToOrder",
                                "Order"),
                        order.decimals());
        if (!paid.paid().equals(settlement.paid())) {
            // A coupon that ran out just then makes Vendure reckon anew.
            throw new Rejected(
                    "other-amount",
                    "%s came, and Vendure recorded %s, which it found owing: correct the order"
                            .formatted(settlement.paid(), paid.paid()));
        }
    }
}
