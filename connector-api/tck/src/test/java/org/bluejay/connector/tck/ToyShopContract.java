package org.bluejay.connector.tck;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.ShopConnectorProvider;

/** The toy beside its shop, with one flaw or none. */
class ToyShopContract implements ShopConnectorContract {

    private final ShopFlaw flaw;

    ToyShopContract(ShopFlaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public ShopFixture fixture(Clock clock) {
        return new ToyFixture(flaw, new ToyShopServer(clock));
    }

    private record ToyFixture(ShopFlaw flaw, ToyShopServer server) implements ShopFixture {

        @Override
        public ShopConnectorProvider provider() {
            return switch (flaw) {
                case UNNAMED -> new ToyShopProvider.Unnamed();
                case EARLY_THREAD -> new ToyShopProvider.EarlyThread();
                default -> new ToyShopProvider(flaw.isOfProvider() ? flaw : ShopFlaw.NONE);
            };
        }

        @Override
        public Map<String, String> settings() {
            String ofShop = flaw.isOfProvider() ? "NONE" : flaw.name();
            return Map.of(
                    "address",
                    "https://toys.example",
                    "apiKey",
                    ToyShopServer.KEY,
                    "flaw",
                    ofShop,
                    "note",
                    "of the fixture");
        }

        @Override
        public Http http() {
            return new ScriptedHttp(server::answer);
        }

        @Override
        public String placeOrder(Money total) {
            return server.place(total);
        }

        @Override
        public String idOfNoOrder() {
            return "o-99999";
        }

        @Override
        public Books booksOf(String orderId) {
            return server.books(orderId);
        }

        @Override
        public void changeTotal(String orderId, Money total) {
            server.change(orderId, total);
        }

        @Override
        public void payAnotherWay(String orderId, Money total) {
            server.payAnotherWay(orderId, total);
        }

        @Override
        public List<InboundCallback> touch(String orderId) {
            return List.of(server.touch(orderId));
        }

        @Override
        public Http.Answer refusal() {
            return ScriptedHttp.json(400, "{}");
        }

        @Override
        public void revokeAccess() {
            server.revoke();
        }

        @Override
        public InboundCallback signed(InboundCallback changed) {
            return ToyShopServer.signed(changed);
        }

        @Override
        public InboundCallback granted(String state) {
            String body = "{\"state\":\"%s\",\"key\":\"%s\"}".formatted(state, ToyShopServer.KEY);
            return new InboundCallback(
                    "POST", "token", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
