package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.ShopJar;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionServiceTest {

    private static final Map<String, String> GOOD =
            Map.of("address", "https://tea.example.com", "key", "hush-hush");

    @TempDir static Path folder;
    static TestGateway gateway;
    static ConnectionService service;
    static Connectors connectors;

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.SANDBOX);
    final Caller caller = Callers.of(merchant);

    @BeforeAll
    static void open() throws IOException {
        ShopJar.plain("cart", folder, "cart");
        ShopJar.plain("bazaar", folder, "bazaar");
        gateway =
                TestGateway.open(
                        Map.of("bluejay.connectors.dir", folder.toString()),
                        "connector",
                        "shopsync",
                        "http");
        service = gateway.get(ConnectionService.class);
        connectors = gateway.get(Connectors.class);
        connectors.scan();
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void a_new_connection_reads_back_with_its_secrets_hidden() {
        Connection read = service.find(caller, create().id());
        ConnectionView view =
                ConnectionView.of(
                        read,
                        connectors.runningShop("cart"),
                        URI.create("https://pay.example.com"));
        assertThat(view.settings()).isEqualTo(Map.of("address", "https://tea.example.com"));
        assertThat(view.secrets()).containsExactly("key");
        assertThat(view.state()).isEqualTo("enabled");
        assertThat(view.webhookUrl()).isEqualTo("https://pay.example.com/hooks/cart/" + read.id());
        assertThat(Json.text(view)).doesNotContain("hush-hush");
        assertThat(read.toString()).doesNotContain("hush-hush", "tea.example.com");
    }

    @Test
    void a_shop_has_one_connection_at_a_time() {
        Connection first = create();
        assertThatThrownBy(this::create)
                .isInstanceOf(Problem.class)
                .hasMessageContaining("connected already");
        assertThat(service.revoke(caller, first.id()).isRevoked()).isTrue();
        assertThat(create().id()).isNotEqualTo(first.id());
    }

    @Test
    void a_shop_never_takes_one_sites_orders_for_anothers() {
        service.revoke(caller, create().id());
        assertThatThrownBy(
                        () ->
                                create(
                                        "cart",
                                        Map.of(
                                                "address",
                                                "https://coffee.example.com",
                                                "key",
                                                "k")))
                .isInstanceOfSatisfying(
                        Problem.class, no -> assertThat(no.code()).isEqualTo("another-site"));
        assertThatThrownBy(() -> create("bazaar", GOOD))
                .isInstanceOfSatisfying(
                        Problem.class, no -> assertThat(no.code()).isEqualTo("another-site"));
        Map<String, String> withSlash = Map.of("address", "https://tea.example.com/", "key", "k");
        assertThat(create("cart", withSlash).isRevoked()).isFalse();
    }

    @Test
    void what_was_paid_before_the_shop_was_connected_is_looked_at() {
        invoice("1", "10", "paid");
        invoice("2", "0", "expired");
        invoice("3", "4", "pending");
        Connection connection = create();
        assertThat(service.orders(caller, connection.id(), Optional.empty(), "", 10).items())
                .extracting(OrderView::orderId)
                .containsExactly("1", "3");
    }

    private void invoice(String order, String paid, String status) {
        gateway.get(Database.class)
                .update(
                        """
                        insert into invoice (id, link, merchant_id, shop_id, environment, order_id, currency, decimals,
                            total, paid, status, created_at, expires_at)
                        values (?, ?, ?, ?, 'sandbox', ?, 'USD', 2, 10, ?, ?, now(), now())\
                        """,
                        Ids.next(),
                        Ids.token(22),
                        merchant,
                        shop.id(),
                        order,
                        new BigDecimal(paid),
                        status);
    }

    @Test
    void answers_that_will_not_do_are_named() {
        assertThatThrownBy(() -> create("cart", Map.of("address", "http://tea.example.com")))
                .isInstanceOf(Problem.class)
                .extracting(problem -> ((Problem) problem).fields())
                .asString()
                .contains("settings.address", "settings.key");
        assertThatThrownBy(() -> create("no-such-platform", GOOD)).isInstanceOf(Problem.class);
    }

    @Test
    void a_connection_never_moves_to_another_shop() {
        Connection connection = create();
        assertThatThrownBy(
                        () ->
                                change(
                                        caller,
                                        connection,
                                        Map.of("address", "https://coffee.example.com")))
                .isInstanceOf(Problem.class);
        Connection changed = change(caller, connection, Map.of("key", "hush-again"));
        assertThat(changed.answers()).containsEntry("key", "hush-again");
        assertThat(changed.version()).isGreaterThan(connection.version());
    }

    @Test
    void a_connection_whose_seal_does_not_open_is_shown_mended_and_ended() {
        Connection connection = create();
        breakSealOf(connection);
        assertThat(stateOf(connection)).isEqualTo("sealed");
        assertThat(service.list(caller, Optional.empty(), 10).items()).hasSize(1);
        service.change(caller, connection.id(), Optional.of("Tea"), Map.of());
        assertThat(stateOf(connection)).isEqualTo("sealed");

        for (Map<String, String> wrong :
                List.of(
                        Map.of("key", "hush-again"),
                        Map.of("address", "https://coffee.example.com", "key", "hush-again"))) {
            assertThatThrownBy(() -> change(caller, connection, wrong)).isInstanceOf(Problem.class);
        }
        assertThat(change(caller, connection, GOOD).answers()).isEqualTo(GOOD);
        assertThat(stateOf(connection)).isEqualTo("enabled");

        breakSealOf(connection);
        assertThat(service.revoke(caller, connection.id()).isRevoked()).isTrue();
        assertThat(stateOf(connection)).isEqualTo("revoked");
    }

    private static void breakSealOf(Connection connection) {
        gateway.get(Database.class)
                .update(
                        "update connection set settings = decode('00', 'hex') where id = ?",
                        connection.id());
    }

    private String stateOf(Connection connection) {
        return ConnectionView.of(
                        service.find(caller, connection.id()),
                        connectors.runningShop("cart"),
                        URI.create("https://pay.example.com"))
                .state();
    }

    @Test
    void what_belongs_to_others_is_not_there() {
        Connection connection = create();
        Caller stranger = Callers.of(TestShops.merchant(gateway));
        Shop other = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        Caller neighbour = Callers.of(merchant, other.id());
        for (Caller each : new Caller[] {stranger, neighbour}) {
            assertThatThrownBy(() -> service.find(each, connection.id()))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> service.revoke(each, connection.id()))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> change(each, connection, Map.of()))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(
                            () -> service.orders(each, connection.id(), Optional.empty(), "", 10))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> service.lookAt(each, connection.id(), "7"))
                    .isInstanceOf(Problem.class);
            assertThat(service.list(each, Optional.empty(), 10).items()).isEmpty();
        }
        assertThat(service.list(caller, Optional.empty(), 10).items())
                .extracting(Connection::id)
                .containsExactly(connection.id());
    }

    private static Connection change(
            Caller who, Connection connection, Map<String, String> settings) {
        return service.change(who, connection.id(), Optional.empty(), settings);
    }

    private Connection create() {
        return create("cart", GOOD);
    }

    private Connection create(String platform, Map<String, String> settings) {
        return service.create(
                caller,
                new ConnectionService.Wish(Optional.of(shop.id()), platform, "Tea shop", settings));
    }
}
