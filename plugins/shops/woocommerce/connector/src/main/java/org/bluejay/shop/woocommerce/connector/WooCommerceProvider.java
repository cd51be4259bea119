package org.bluejay.shop.woocommerce.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.shop.GrantsKeys;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopDescriptor;

/** Describes WooCommerce: a shop's address and a key of its REST API. */
public final class WooCommerceProvider implements ShopConnectorProvider, GrantsKeys {

    static final String SHOP_URL = "address";
    static final String CONSUMER_KEY = "consumerKey";
    static final String CONSUMER_SECRET = "consumerSecret";
    static final String WEBHOOK_SECRET = "webhookSecret";
    static final String PLAIN_LINKS = "plainLinks";

    /** Setting: how we say who we are. */
    static final String SIGN_IN = "signIn";

    static final String BY_HEADER = "header";
    static final String BY_ADDRESS = "address";

    private static final String SHOP = "Shop";
    private static final String KEY = "REST API key";
    private static final String HOSTING = "Unusual hosting";

    private static final String A_KEY = "ck_[A-Za-z0-9]{16,64}";
    private static final String A_SECRET = "cs_[A-Za-z0-9]{16,64}";

    @Override
    public ShopDescriptor descriptor() {
        return new ShopDescriptor(
                "woocommerce", "WooCommerce", "1.0.0", new SpiVersion(1, 0), Maturity.BETA);
    }

    @Override
    public ConfigSchema settings() {
        return ConfigSchema.of(
                Setting.of(SHOP_URL, Setting.Type.URL, "Address of the shop")
                        .withHelp("As in its browser's address line, such as https://shop.example.")
                        .matching("https://[^\\s?#]+")
                        .inGroup(SHOP)
                        .asRequired()
                        .asFixed(),
                Setting.of(WEBHOOK_SECRET, Setting.Type.SECRET, "Webhook secret")
                        .withHelp(
                                "Make one up: 20 to 100 letters and digits. Bluejay then has the"
                                        + " shop send its changes; without one it asks for them.")
                        // WooCommerce decodes HTML in it before use, so nothing that could be such.
                        .matching("[A-Za-z0-9]{20,100}")
                        .inGroup(SHOP),
                Setting.of(CONSUMER_KEY, Setting.Type.SECRET, "Consumer key")
                        .withHelp(
                                "WooCommerce, Settings, Advanced, REST API: a key that may read and"
                                        + " write.")
                        .matching(A_KEY)
                        .inGroup(KEY)
                        .asRequired(),
                Setting.of(CONSUMER_SECRET, Setting.Type.SECRET, "Consumer secret")
                        .withHelp("Shown once, beside the consumer key.")
                        .matching(A_SECRET)
                        .inGroup(KEY)
                        .asRequired(),
                Setting.of(PLAIN_LINKS, Setting.Type.YES_NO, "Plain links")
                        .withHelp("If the shop's links look like /?p=123: Settings, Permalinks.")
                        .withDefault("false")
                        .inGroup(HOSTING),
                Setting.choice(SIGN_IN, "The key travels in the", List.of(BY_HEADER, BY_ADDRESS))
                        .withHelp(
                                "In the address only if the shop's host swallows the header"
                                        + " Authorization: addresses end up in its logs.")
                        .withDefault(BY_HEADER)
                        .inGroup(HOSTING));
    }

    @Override
    public ShopConnector open(Settings settings, ConnectorContext context) {
        return new WooCommerceShop(settings, context);
    }

    /**
     * WooCommerce decodes the two addresses once more than is due, so they must have nothing to
     * decode.
     */
    @Override
    public URI consentAt(KeyRequest request) {
        String query =
                "app_name=Bluejay&scope=read_write&user_id="
                        + request.state()
                        + "&return_url="
                        + Rest.encoded(undecodable(request.back()))
                        + "&callback_url="
                        + Rest.encoded(undecodable(request.callback()));
        String shop = request.shop().toString().replaceAll("/+$", "");
        return URI.create(shop + "/?wc-auth-version=1&wc-auth-route=authorize&" + query);
    }

    private static String undecodable(URI address) {
        String text = address.toString();
        if (text.contains("%") || text.contains("+") || !text.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "WooCommerce takes only https addresses without percent and plus signs");
        }
        return text;
    }

    @Override
    public Optional<KeyGrant> readGrant(InboundCallback posted) {
        return Json.read(posted.body())
                .filter(JsonNode::isObject)
                .flatMap(WooCommerceProvider::key);
    }

    @Override
    public boolean isRefusal(Map<String, String> query) {
        return "0".equals(query.get("success"));
    }

    private static Optional<KeyGrant> key(JsonNode granted) {
        String state = Json.text(granted, "user_id");
        String key = Json.text(granted, "consumer_key");
        String secret = Json.text(granted, "consumer_secret");
        boolean enough =
                !state.isEmpty()
                        && key.matches(A_KEY)
                        && secret.matches(A_SECRET)
                        && Json.text(granted, "key_permissions").equals("read_write");
        return enough
                ? Optional.of(
                        new KeyGrant(state, Map.of(CONSUMER_KEY, key, CONSUMER_SECRET, secret)))
                : Optional.empty();
    }
}
