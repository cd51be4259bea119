package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** A shopper on the way to paying for one field guide. */
final class Checkout {

    /** What the field guide costs, in cents of a dollar. */
    static final int PRICE = 4900;

    private final GraphQl shopper;

    /** The order's id, by which connectors know it. */
    private final String order;

    private Checkout(GraphQl shopper, String order) {
        this.shopper = shopper;
        this.order = order;
    }

    /** An order of 49.00 USD that waits for payment. */
    static Checkout of(VendureProcess vendure) {
        GraphQl shopper = GraphQl.shopper(vendure);
        shopper.ask(
                "mutation($id: ID!) { addItemToOrder(productVariantId: $id, quantity: 1)"
                        + " { __typename } }",
                Map.of("id", vendure.variant()));
        shopper.ask(
                "mutation { setCustomerForOrder(input: { firstName: \"Ada\", lastName: \"Achieng\","
                        + " emailAddress: \"ada@example.com\" }) { __typename } }");
        shopper.ask(
                "mutation { setOrderShippingAddress(input: { streetLine1: \"1 Moi Avenue\","
                        + " countryCode: \"KE\" }) { __typename } }");
        JsonNode shipping = shopper.ask("{ eligibleShippingMethods { id } }");
        shopper.ask(
                "mutation($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id)"
                        + " { __typename } }",
                Map.of("id", shipping.at("/eligibleShippingMethods/0/id").asText()));
        String order = shopper.ask("{ activeOrder { id } }").at("/activeOrder/id").asText();
        Checkout checkout = new Checkout(shopper, order);
        checkout.goTo("ArrangingPayment");
        return checkout;
    }

    String order() {
        return order;
    }

    void goTo(String state) {
        JsonNode done =
                shopper.ask(
                        "mutation($state: String!) { transitionOrderToState(state: $state) {"
                                + " ... on Order { state } ... on ErrorResult { message } } }",
                        Map.of("state", state));
        assertThat(done.at("/transitionOrderToState/state").asText())
                .as(done.toString())
                .isEqualTo(state);
    }

    /** Places the order now, to be paid later: Vendure calls that authorised. */
    void payLater() {
        JsonNode done =
                shopper.ask(
                        "mutation { addPaymentToOrder(input: { method: \"later\", metadata: {} }) {"
                                + " ... on Order { state } ... on ErrorResult { message } } }");
        assertThat(done.at("/addPaymentToOrder/state").asText())
                .as(done.toString())
                .isEqualTo("PaymentAuthorized");
    }

    /**
     * Asks the plugin for a way to pay.
     *
     * @return the invoice, or nothing because the gateway could not be asked
     */
    Optional<String> payByBluejay() {
        JsonNode done =
                shopper.ask(
                        "mutation { addPaymentToOrder(input: { method: \"bluejay\", metadata: {} })"
                                + " { ... on Order { payments { state transactionId } }"
                                + " ... on ErrorResult { message } } }");
        for (JsonNode payment : done.at("/addPaymentToOrder/payments")) {
            if (payment.path("state").asText().equals("Created")) {
                return Optional.of(payment.path("transactionId").asText());
            }
        }
        return Optional.empty();
    }
}
