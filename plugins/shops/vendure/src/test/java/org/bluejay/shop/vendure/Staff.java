package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bluejay.gateway.it.Await;

/** Those who work in the shop: they see its orders whole, and let others in. */
record Staff(GraphQl admin) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ORDER =
            "query($id: ID!) { order(id: $id) { code state payments { state amount transactionId }"
                    + " history(options: { take: 100 }) { items { type data } } } }";

    static Staff of(VendureProcess vendure) {
        return new Staff(GraphQl.staff(vendure));
    }

    JsonNode ask(String document) {
        return admin.ask(document);
    }

    JsonNode ask(String document, Map<String, Object> variables) {
        return admin.ask(document, variables);
    }

    /**
     * An API key that lets in.
     *
     * @param permissions as Vendure names them, with commas
     */
    String keyWith(String permissions) {
        String role =
                ask("mutation { createRole(input: { code: \"%s\", description: \"%s\", permissions: [%s] }) { id } }"
                                .formatted(
                                        permissions.replaceAll("\\W+", "-"),
                                        permissions,
                                        permissions))
                        .at("/createRole/id")
                        .asText();
        return ask(
                        "mutation($role: ID!) { createApiKey(input: { roleIds: [$role],"
                                + " translations: [{ languageCode: en, name: \"Bluejay\" }] })"
                                + " { apiKey } }",
                        Map.of("role", role))
                .at("/createApiKey/apiKey")
                .asText();
    }

    /** The id of the order that shoppers know by this code. */
    String idOf(String code) {
        return ask(
                        "query($code: String!) { orders(options: { filter: { code: { eq: $code } }"
                                + " }) { items { id } } }",
                        Map.of("code", code))
                .at("/orders/items/0/id")
                .asText();
    }

    JsonNode order(String id) {
        return ask(ORDER, Map.of("id", id)).path("order");
    }

    JsonNode await(String id, String state) {
        return await(id, state, PATIENCE);
    }

    JsonNode await(String id, String state, Duration patience) {
        return Await.value(
                "order " + id + " to be " + state,
                patience,
                () -> order(id),
                order -> order.path("state").asText().equals(state));
    }

    /** It came to be paid once, by one payment of its whole price, and nothing is owed back. */
    void assertSettledOnce(String id) {
        JsonNode order = order(id);
        assertThat(order.path("state").asText()).as("%s", order).isEqualTo("PaymentSettled");
        assertThat(amounts(order, "Settled")).as("%s", order).containsExactly(Checkout.PRICE);
        assertThat(amounts(order, "Created")).as("%s", order).isEmpty();
        assertThat(amounts(order, "Authorized")).as("%s", order).isEmpty();
        List<JsonNode> history = list(order.at("/history/items"));
        assertThat(history)
                .filteredOn(entry -> entry.path("type").asText().equals("ORDER_STATE_TRANSITION"))
                .filteredOn(entry -> entry.at("/data/to").asText().equals("PaymentSettled"))
                .as("%s", order)
                .hasSize(1);
        assertThat(history)
                .extracting(entry -> entry.path("type").asText())
                .as("%s", order)
                .doesNotContain("BLUEJAY_REFUND_DUE");
    }

    private static List<Integer> amounts(JsonNode order, String state) {
        return list(order.path("payments")).stream()
                .filter(payment -> payment.path("state").asText().equals(state))
                .map(payment -> payment.path("amount").asInt())
                .toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
