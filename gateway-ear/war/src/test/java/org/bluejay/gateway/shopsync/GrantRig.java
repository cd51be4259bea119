package org.bluejay.gateway.shopsync;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.TestGateway;
import org.bluejay.gateway.shared.WorkDatabase;

/** The services that ask for keys, over a real database, and a shop that hands them out. */
final class GrantRig implements AutoCloseable {

    static final String PLATFORM = "cart";
    static final String ADDRESS = "https://tea.example.com";

    /** The way out of the connector: to a shop in memory. */
    @ApplicationScoped
    static class ToShop implements Http {

        private static volatile FakeShop shop = new FakeShop();

        @Override
        public Answer send(Request request) throws NotSent, NoAnswer {
            return shop.send(request);
        }
    }

    /** A shop of the gateway, and who speaks for it. */
    record Tenant(Shop shop, Caller caller) {}

    final TestGateway gateway;
    final GrantService service;
    final ConnectionService connections;
    final PostedKeys keys;

    /**
     * @param folder with the connector's jar
     */
    GrantRig(Path folder, String publicUrl) {
        gateway =
                TestGateway.with(
                        Set.of(ToShop.class),
                        Map.of(
                                "bluejay.connectors.dir",
                                folder.toString(),
                                "bluejay.public-url",
                                publicUrl),
                        "connector",
                        "shopsync");
        gateway.get(Connectors.class).scan();
        service = gateway.get(GrantService.class);
        connections = gateway.get(ConnectionService.class);
        keys = gateway.get(PostedKeys.class);
    }

    /** Another shop in memory in the place of the one before. */
    FakeShop freshShop() {
        ToShop.shop = new FakeShop();
        return ToShop.shop;
    }

    Tenant tenant() {
        UUID merchant = TestShops.merchant(gateway);
        Shop shop = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        return new Tenant(shop, Callers.of(merchant));
    }

    GrantService.Begun begin(Tenant tenant) {
        return begin(tenant, PLATFORM, Map.of("address", ADDRESS));
    }

    GrantService.Begun begin(Tenant tenant, String platform, Map<String, String> settings) {
        return service.begin(tenant.caller(), wish(tenant, platform, settings));
    }

    static ConnectionService.Wish wish(
            Tenant tenant, String platform, Map<String, String> settings) {
        return new ConnectionService.Wish(
                Optional.of(tenant.shop().id()), platform, "Tea shop", settings);
    }

    static String stateOf(GrantService.Begun begun) {
        return parameter(begun.consentUrl(), "state");
    }

    static String parameter(URI address, String name) {
        for (String pair : address.getQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        throw new AssertionError("no " + name + " in " + address);
    }

    boolean post(GrantService.Begun begun, String body) {
        return post(PLATFORM, begun.grant().token(), body);
    }

    boolean post(String platform, String token, String body) {
        return keys.keep(
                platform,
                new InboundCallback(
                        "POST", token, "", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The shop posts its own, good key. */
    boolean grant(GrantService.Begun begun) {
        return post(begun, stateOf(begun) + " " + FakeShop.KEY);
    }

    /** Tries what waits to be tried, as often as it is tried at all. */
    void tryKeys() {
        for (int i = 0; i < 10; i++) {
            while (keys.tryNext()) {
                // The next one may be due as well.
            }
            gateway.get(WorkDatabase.class)
                    .useTransaction(
                            handle ->
                                    handle.execute(
                                            "update key_grant set next_try_at = now() where status"
                                                    + " = 'received'"));
        }
    }

    GrantView view(Tenant tenant, GrantService.Begun begun) {
        return GrantView.of(
                service.find(tenant.caller(), begun.grant().id()), gateway.clock().instant());
    }

    /** The row as the database holds it. */
    String row(GrantService.Begun begun) {
        return gateway.column(
                        String.class,
                        "select cast(g as text) || encode(coalesce(settings, ''), 'escape') from"
                                + " key_grant g where id = ?",
                        begun.grant().id())
                .get(0);
    }

    List<String> audited(Tenant tenant) {
        return gateway.column(
                String.class,
                "select action || ' ' || actor from audit where shop_id = ? order by id",
                tenant.shop().id());
    }

    void update(String sql, Object... arguments) {
        gateway.get(Database.class).update(sql, arguments);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
