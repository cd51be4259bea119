package org.bluejay.shop.vendure.connector;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.ShopFixture;

/** The connector beside the stand-in, let in one way or the other. */
record VendureFixture(StandInVendure vendure, Map<String, String> access) implements ShopFixture {

    static final String ADDRESS = "https://vendure.example.test/admin-api";

    static VendureFixture byKey(Clock clock) {
        return new VendureFixture(
                new StandInVendure(clock),
                Map.of("adminApi", ADDRESS, "apiKey", StandInVendure.KEY));
    }

    static VendureFixture byLogin(Clock clock) {
        return new VendureFixture(
                new StandInVendure(clock),
                Map.of(
                        "adminApi",
                        ADDRESS,
                        "access",
                        "login",
                        "username",
                        StandInVendure.USERNAME,
                        "password",
                        StandInVendure.PASSWORD));
    }

    @Override
    public ShopConnectorProvider provider() {
        return new VendureProvider();
    }

    @Override
    public Map<String, String> settings() {
        return access;
    }

    @Override
    public Http http() {
        return new ScriptedHttp(vendure::answer);
    }

    @Override
    public String placeOrder(Money total) {
        return vendure.place(total);
    }

    @Override
    public String idOfNoOrder() {
        return "9999999";
    }

    @Override
    public Books booksOf(String orderId) {
        return vendure.order(orderId).books();
    }

    @Override
    public void changeTotal(String orderId, Money total) {
        vendure.order(orderId).total = StandInOrder.smallUnits(total);
        vendure.touch(vendure.order(orderId));
    }

    @Override
    public void payAnotherWay(String orderId, Money total) {
        vendure.pay(orderId, "card", total, "Settled");
    }

    @Override
    public List<InboundCallback> touch(String orderId) {
        vendure.touch(vendure.order(orderId));
        return List.of();
    }

    @Override
    public Http.Answer refusal() {
        return ScriptedHttp.json(
                400, "{\"errors\":[{\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}");
    }

    @Override
    public void revokeAccess() {
        vendure.revoke();
    }

    @Override
    public boolean canPayCancelledOrders() {
        return false;
    }
}
