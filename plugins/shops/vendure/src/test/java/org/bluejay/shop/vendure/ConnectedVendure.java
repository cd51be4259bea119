package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.bluejay.gateway.it.Await;
import org.bluejay.gateway.it.Reply;
import org.bluejay.gateway.it.Shop;

/** A Vendure as it comes, to which a shop of the gateway is connected. */
record ConnectedVendure(VendureProcess process, Staff staff, Shop shop, String connection)
        implements AutoCloseable {

    static ConnectedVendure start(String folder, Shop shop) {
        VendureProcess process = VendureProcess.start(folder, Map.of());
        try {
            Staff staff = Staff.of(process);
            String key = staff.keyWith("ReadOrder, UpdateOrder, ReadPaymentMethod");
            Reply made =
                    shop.api()
                            .post(
                                    "/connections/",
                                    Map.of(
                                            "shopId",
                                            shop.id(),
                                            "platform",
                                            "vendure",
                                            "name",
                                            "Our Vendure",
                                            "settings",
                                            Map.of("adminApi", process.adminApi(), "apiKey", key)))
                            .expect(201);
            ConnectedVendure vendure = new ConnectedVendure(process, staff, shop, made.text("id"));
            vendure.assertLetIn();
            return vendure;
        } catch (RuntimeException | Error failed) {
            process.close();
            throw failed;
        }
    }

    private void assertLetIn() {
        Reply test = shop.api().post("/connections/" + connection + "/test").expect(200);
        assertThat(test.data().path("up").asBoolean()).as("%s", test).isTrue();
    }

    /** What the storefront's server asks of the gateway when a shopper wants to pay. */
    Map<String, String> invoiceOf(String order) {
        return Map.of(
                "shopId",
                shop.id(),
                "orderId",
                order,
                "currencyAmount",
                "49.00",
                "currencySymbol",
                "USD");
    }

    /** The order as the gateway left it, once it has. */
    JsonNode awaitLeft(String order) {
        return Await.value(
                "the gateway to be done with order " + order,
                () -> seenByGateway(order),
                seen -> seen.path("state").asText().equals("settled"));
    }

    private JsonNode seenByGateway(String order) {
        Reply orders = shop.api().get("/connections/" + connection + "/orders?limit=100");
        for (JsonNode one : orders.expect(200).data()) {
            if (one.path("orderId").asText().equals(order)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    @Override
    public void close() {
        process.close();
    }
}
