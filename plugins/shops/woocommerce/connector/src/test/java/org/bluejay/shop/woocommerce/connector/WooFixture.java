package org.bluejay.shop.woocommerce.connector;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.ShopFixture;

/** The connector beside its stand-in. */
record WooFixture(StandInShop shop, Clock clock) implements ShopFixture {

    /** All that are required, and the webhook secret. */
    static Map<String, String> answers() {
        Map<String, String> answers = new HashMap<>();
        answers.put(WooCommerceProvider.SHOP_URL, "https://shop.example/");
        answers.put(WooCommerceProvider.CONSUMER_KEY, StandInShop.KEY);
        answers.put(WooCommerceProvider.CONSUMER_SECRET, StandInShop.PASSWORD);
        answers.put(WooCommerceProvider.WEBHOOK_SECRET, StandInShop.WEBHOOK_SECRET);
        return answers;
    }

    @Override
    public ShopConnectorProvider provider() {
        return new WooCommerceProvider();
    }

    @Override
    public Map<String, String> settings() {
        return answers();
    }

    @Override
    public Http http() {
        return new ScriptedHttp(shop::answer);
    }

    @Override
    public String placeOrder(Money total) {
        return Long.toString(shop.place(total).id);
    }

    @Override
    public String idOfNoOrder() {
        return "99999999";
    }

    @Override
    public Books booksOf(String orderId) {
        return shop.order(orderId).books();
    }

    @Override
    public void changeTotal(String orderId, Money total) {
        shop.order(orderId).total = total;
        shop.order(orderId).modified = clock.instant();
    }

    @Override
    public void payAnotherWay(String orderId, Money total) {
        shop.order(orderId).complete("cash", clock.instant());
    }

    @Override
    public List<InboundCallback> touch(String orderId) {
        StandInOrder order = shop.order(orderId);
        order.modified = clock.instant();
        return List.of(shop.webhook("order.updated", Json.write(order.json())));
    }

    @Override
    public Http.Answer refusal() {
        return StandInShop.error(400, "rest_invalid_param");
    }

    @Override
    public void revokeAccess() {
        shop.revoked = true;
    }

    @Override
    public InboundCallback signed(InboundCallback changed) {
        return StandInShop.signed(changed);
    }

    @Override
    public InboundCallback granted(String state) {
        String body =
                """
                {"key_id":1,"user_id":"%s","consumer_key":"%s","consumer_secret":"%s","key_permissions":"read_write"}\
                """
                        .formatted(state, StandInShop.KEY, StandInShop.PASSWORD);
        return new InboundCallback(
                "POST", "token", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
