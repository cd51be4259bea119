package org.bluejay.gateway.merchant;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestGateway;

/** Merchants and shops for tests of any room. */
public final class TestShops {

    private TestShops() {}

    /** A merchant with nothing yet. */
    public static UUID merchant(TestGateway gateway) {
        UUID id = Ids.next();
        gateway.get(Database.class).update("insert into merchant values (?, 'Acme', now())", id);
        return id;
    }

    /** A shop of the merchant; {@link ShopCreated} is told. */
    public static Shop shop(TestGateway gateway, UUID merchantId, Environment environment) {
        return gateway.get(ShopService.class).add(merchantId, environment, "Acme shop");
    }

    /** A new merchant's sandbox shop. */
    public static Shop sandbox(TestGateway gateway) {
        return shop(gateway, merchant(gateway), Environment.SANDBOX);
    }

    /** A key's text. */
    public static String key(TestGateway gateway, Shop shop, String... scopes) {
        return gateway.inTransaction(
                () ->
                        gateway.get(ApiKeyService.class)
                                .add(
                                        shop.merchantId(),
                                        Optional.of(shop.id()),
                                        shop.environment(),
                                        new ApiKey.Terms(
                                                "test",
                                                Scopes.of(List.of(scopes)),
                                                new AddressRanges(List.of()),
                                                Optional.empty()))
                                .text()
                                .reveal());
    }
}
