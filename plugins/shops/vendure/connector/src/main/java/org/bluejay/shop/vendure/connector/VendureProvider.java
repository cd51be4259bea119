package org.bluejay.shop.vendure.connector;

import java.util.List;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.Setting;
import org.bluejay.connector.Settings;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.shop.ShopConnector;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopDescriptor;

/** Describes Vendure: where its Admin API is, and who we are there. */
public final class VendureProvider implements ShopConnectorProvider {

    static final String ADMIN_API = "adminApi";

    /** Setting: how we are let in. */
    static final String ACCESS = "access";

    static final String BY_API_KEY = "apiKey";
    static final String BY_LOGIN = "login";

    static final String API_KEY = "apiKey";
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String CHANNEL = "channel";
    static final String PAYMENT_METHOD = "paymentMethod";

    private static final String SHOP = "Shop";
    private static final String LETTING_IN = "Access";

    /** Plain HTTP only where nobody else can listen: a shop on the same machine. */
    private static final String ADDRESS =
            "(https://[^\\s/@?#]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?)/[^\\s?#]*[^\\s?#/]";

    @Override
    public ShopDescriptor descriptor() {
        return new ShopDescriptor(
                "vendure", "Vendure", "1.0.0", new SpiVersion(1, 0), Maturity.BETA);
    }

    @Override
    public ConfigSchema settings() {
        return ConfigSchema.of(
                Setting.of(ADMIN_API, Setting.Type.TEXT, "Address of the Admin API")
                        .withHelp("Such as https://vendure.example.com/admin-api.")
                        .matching(ADDRESS)
                        .inGroup(SHOP)
                        .asRequired()
                        .asFixed(),
                Setting.of(CHANNEL, Setting.Type.TEXT, "Channel token")
                        .withHelp(
                                "Of the channel in which the orders are; empty for the default"
                                        + " channel.")
                        .matching("[\\x21-\\x7e]{1,200}")
                        .inGroup(SHOP)
                        .asFixed(),
                Setting.of(PAYMENT_METHOD, Setting.Type.TEXT, "Payments are recorded as")
                        .withHelp(
                                "Code of the payment method on the order. Nothing in Vendure needs"
                                        + " to have it; one that moves money must not. Keep it:"
                                        + " what was recorded under another counts as paid another"
                                        + " way.")
                        .matching("[a-z0-9][a-z0-9-]{0,63}")
                        .withDefault("bluejay-gateway")
                        .inGroup(SHOP),
                Setting.choice(ACCESS, "Let in by", List.of(BY_API_KEY, BY_LOGIN))
                        .withDefault(BY_API_KEY)
                        .inGroup(LETTING_IN)
                        .asRequired(),
                secret(API_KEY, "API key", BY_API_KEY)
                        .withHelp(
                                "Of an administrator who may ReadOrder, UpdateOrder and"
                                        + " ReadPaymentMethod; Vendure 3.6 or newer with 'api-key'"
                                        + " among its token methods."),
                Setting.of(USERNAME, Setting.Type.TEXT, "Administrator")
                        .withHelp("One made for this, who may do no more than an API key.")
                        .inGroup(LETTING_IN)
                        .onlyWhen(ACCESS, BY_LOGIN)
                        .asRequired(),
                secret(PASSWORD, "Password", BY_LOGIN));
    }

    private static Setting secret(String name, String label, String access) {
        return Setting.of(name, Setting.Type.SECRET, label)
                .matching("[\\x20-\\x7e]{1,500}")
                .inGroup(LETTING_IN)
                .onlyWhen(ACCESS, access)
                .asRequired();
    }

    @Override
    public ShopConnector open(Settings settings, ConnectorContext context) {
        return new VendureShop(
                new AdminApi(settings, context.http()),
                settings.text(PAYMENT_METHOD),
                context.clock());
    }
}
