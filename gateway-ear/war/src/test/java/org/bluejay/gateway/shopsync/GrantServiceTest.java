package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.connector.ShopJar;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shopsync.GrantRig.Tenant;
import org.bluejay.gateway.shopsync.GrantService.Begun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key without copying it, from the request to the connection. */
class GrantServiceTest {

    @TempDir static Path folder;
    static GrantRig rig;

    final FakeShop shop = rig.freshShop();
    final Tenant tenant = rig.tenant();

    @BeforeAll
    static void open() throws IOException {
        ShopJar.granting(GrantRig.PLATFORM, folder, GrantRig.PLATFORM);
        ShopJar.plain("bazaar", folder, "bazaar");
        rig = new GrantRig(folder, "https://pay.example.com/");
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void sends_the_owner_to_his_shop_with_two_addresses_to_come_back_to() {
        Begun begun = rig.begin(tenant);
        String token = begun.grant().token();
        assertThat(begun.consentUrl().toString()).startsWith(GrantRig.ADDRESS + "/consent?");
        assertThat(GrantRig.parameter(begun.consentUrl(), "callback"))
                .isEqualTo("https://pay.example.com/hooks/cart/grants/" + token);
        assertThat(GrantRig.parameter(begun.consentUrl(), "back"))
                .isEqualTo("https://pay.example.com/grants/" + token);
        assertThat(rig.view(tenant, begun).status()).isEqualTo("pending");
        assertThat(rig.view(tenant, begun).consentUrl()).isEmpty();
        assertThat(begun.grant().expiresAt())
                .isEqualTo(rig.gateway.clock().instant().plus(Duration.ofMinutes(10)));
    }

    @Test
    void keeps_of_the_state_no_more_than_its_digest_and_prints_none() {
        Begun begun = rig.begin(tenant);
        String state = GrantRig.stateOf(begun);
        assertThat(state).matches("[A-Za-z0-9]{43}").doesNotContain(begun.grant().token());
        assertThat(rig.row(begun)).doesNotContain(state, "tea.example.com");
        assertThat(begun.toString()).doesNotContain(state, begun.grant().token());
    }

    @Test
    void connects_the_shop_when_its_key_has_come_and_was_tried() {
        Begun begun = rig.begin(tenant);
        assertThat(rig.grant(begun)).isTrue();
        assertThat(rig.view(tenant, begun).status()).isEqualTo("pending");
        assertThat(rig.row(begun)).doesNotContain(FakeShop.KEY);
        assertThat(connections()).isEmpty();

        rig.tryKeys();
        GrantView view = rig.view(tenant, begun);
        assertThat(view.status()).isEqualTo("granted");
        Connection made = rig.connections.find(tenant.caller(), view.connectionId().orElseThrow());
        assertThat(made.answers())
                .isEqualTo(Map.of("address", GrantRig.ADDRESS, "key", FakeShop.KEY));
        assertThat(made.name()).isEqualTo("Tea shop");
        assertThat(shop.calls()).isEqualTo(1);
        assertThat(rig.audited(tenant))
                .containsExactly(
                        "connection-grant.begin key:" + tenant.caller().keyId(),
                        "connection.create system");
    }

    @Test
    void holds_no_key_any_more_once_it_is_over() {
        Begun begun = rig.begin(tenant);
        rig.grant(begun);
        rig.tryKeys();
        assertThat(
                        rig.gateway.column(
                                Boolean.class,
                                "select settings is null from key_grant where id = ?",
                                begun.grant().id()))
                .containsExactly(true);
        assertThat(Json.text(rig.view(tenant, begun))).doesNotContain(FakeShop.KEY);
    }

    @Test
    void takes_a_state_once() {
        Begun begun = rig.begin(tenant);
        assertThat(rig.grant(begun)).isTrue();
        assertThat(rig.grant(begun)).isFalse();
        rig.tryKeys();
        assertThat(rig.grant(begun)).isFalse();
        rig.tryKeys();
        assertThat(connections()).hasSize(1);
    }

    @Test
    void takes_no_state_but_the_one_of_its_own_address() {
        Begun mine = rig.begin(tenant);
        Tenant stranger = rig.tenant();
        Begun theirs = rig.begin(stranger);
        String theirState = GrantRig.stateOf(theirs);
        assertThat(rig.post(mine, theirState + " " + FakeShop.KEY)).isFalse();
        assertThat(rig.post(mine, mine.grant().token() + "-and-more-of-it " + FakeShop.KEY))
                .isFalse();
        assertThat(rig.post(GrantRig.PLATFORM, "no-such-token", theirState + " k")).isFalse();
        assertThat(rig.post("bazaar", mine.grant().token(), theirState + " k")).isFalse();
        rig.tryKeys();
        assertThat(connections()).isEmpty();
        assertThat(shop.calls()).isZero();

        assertThat(rig.grant(mine)).as("still open for the right one").isTrue();
        assertThat(rig.view(stranger, theirs).status()).isEqualTo("pending");
    }

    @Test
    void takes_nothing_that_is_no_grant() {
        Begun begun = rig.begin(tenant);
        for (String nonsense : List.of("", "{}", "one-word", "\0", GrantRig.stateOf(begun))) {
            assertThat(rig.post(begun, nonsense)).isFalse();
        }
        assertThat(rig.view(tenant, begun).status()).isEqualTo("pending");
    }

    @Test
    void takes_nothing_after_ten_minutes() {
        Begun begun = rig.begin(tenant);
        rig.gateway.clock().advance(Duration.ofMinutes(10));
        assertThat(rig.grant(begun)).isFalse();
        assertThat(rig.view(tenant, begun).status()).isEqualTo("expired");
        rig.tryKeys();
        assertThat(connections()).isEmpty();
    }

    @Test
    void a_key_that_came_in_time_is_tried_after_time_is_up() {
        Begun begun = rig.begin(tenant);
        assertThat(rig.grant(begun)).isTrue();
        rig.gateway.clock().advance(Duration.ofMinutes(11));
        rig.tryKeys();
        assertThat(rig.view(tenant, begun).status()).isEqualTo("granted");
    }

    @Test
    void whoever_posts_does_not_say_which_shop_it_is() {
        Begun begun = rig.begin(tenant);
        String body = GrantRig.stateOf(begun) + " " + FakeShop.KEY + " https://evil.example.com";
        assertThat(rig.post(begun, body)).isTrue();
        rig.tryKeys();
        assertThat(connections())
                .extracting(each -> each.answers().get("address"))
                .containsExactly(GrantRig.ADDRESS);
    }

    @Test
    void connects_nothing_with_a_key_that_the_shop_refuses() {
        Begun begun = rig.begin(tenant);
        assertThat(rig.post(begun, GrantRig.stateOf(begun) + " another-key")).isTrue();
        rig.tryKeys();
        GrantView view = rig.view(tenant, begun);
        assertThat(view.status()).isEqualTo("refused");
        assertThat(view.reason()).contains("key-refused");
        assertThat(view.detail()).contains("the key was refused");
        assertThat(connections()).isEmpty();
        assertThat(rig.row(begun)).doesNotContain("another-key");
        assertThat(rig.audited(tenant)).last().isEqualTo("connection-grant.refuse system");
    }

    @Test
    void a_shop_that_is_away_for_a_moment_is_asked_again() {
        Begun begun = rig.begin(tenant);
        shop.becomes(FakeShop.Trouble.AWAY);
        rig.grant(begun);
        assertThat(rig.keys.tryNext()).isTrue();
        assertThat(rig.keys.tryNext()).as("not at once").isFalse();
        assertThat(rig.view(tenant, begun).status()).isEqualTo("pending");
        shop.becomes(FakeShop.Trouble.NONE);
        rig.tryKeys();
        assertThat(rig.view(tenant, begun).status()).isEqualTo("granted");
    }

    @Test
    void a_connection_that_is_there_gets_the_key_and_keeps_its_history() {
        Connection before = create(Map.of("address", GrantRig.ADDRESS + "/", "key", "old"));
        rig.update("update connection set reconnect_since = now() where id = ?", before.id());
        Begun begun = rig.begin(tenant);
        rig.grant(begun);
        rig.tryKeys();
        Connection after = rig.connections.find(tenant.caller(), before.id());
        assertThat(rig.view(tenant, begun).connectionId()).contains(before.id());
        assertThat(after.answers())
                .isEqualTo(Map.of("address", GrantRig.ADDRESS + "/", "key", FakeShop.KEY));
        assertThat(after.name()).isEqualTo("Coffee");
        assertThat(after.reconnectSince()).isNull();
        assertThat(after.version()).isGreaterThan(before.version());
        assertThat(rig.audited(tenant)).last().isEqualTo("connection.change system");
    }

    @Test
    void a_key_that_is_refused_leaves_the_connection_that_is_there_alone() {
        Connection before = create(Map.of("address", GrantRig.ADDRESS, "key", FakeShop.KEY));
        Begun begun = rig.begin(tenant);
        rig.post(begun, GrantRig.stateOf(begun) + " another-key");
        rig.tryKeys();
        assertThat(rig.connections.find(tenant.caller(), before.id())).isEqualTo(before);
    }

    @Test
    void a_shop_of_another_site_is_not_asked_and_not_moved() {
        Begun early = rig.begin(tenant);
        create(Map.of("address", "https://coffee.example.com", "key", "k"));
        assertThatThrownBy(() -> rig.begin(tenant))
                .isInstanceOfSatisfying(
                        Problem.class, no -> assertThat(no.code()).isEqualTo("another-site"));
        rig.grant(early);
        rig.tryKeys();
        assertThat(rig.view(tenant, early).reason()).contains("not-connectable");
        assertThat(shop.calls()).as("calls of the other site with the key").isZero();
        assertThat(connections())
                .extracting(each -> each.answers().get("key"))
                .containsExactly("k");
    }

    @Test
    void a_connection_that_was_revoked_stays_so_and_another_is_made() {
        Connection before = create(Map.of("address", GrantRig.ADDRESS, "key", "old"));
        rig.connections.revoke(tenant.caller(), before.id());
        Begun begun = rig.begin(tenant);
        rig.grant(begun);
        rig.tryKeys();
        assertThat(rig.view(tenant, begun).connectionId()).isPresent();
        assertThat(rig.view(tenant, begun).connectionId()).isNotEqualTo(Optional.of(before.id()));
        assertThat(rig.connections.find(tenant.caller(), before.id()).isRevoked()).isTrue();
    }

    @Test
    void asks_only_with_settings_that_will_do() {
        assertThatThrownBy(() -> begin(Map.of("address", "http://tea.example.com")))
                .asString()
                .contains("settings.address");
        assertThatThrownBy(() -> begin(Map.of())).asString().contains("settings.address");
        assertThatThrownBy(() -> begin(Map.of("address", GrantRig.ADDRESS, "adress", "x")))
                .asString()
                .contains("settings.adress");
        assertThatThrownBy(() -> begin(Map.of("address", "https://tea.example.com/{id}")))
                .isInstanceOf(Problem.class);
        for (String platform : List.of("bazaar", "no-such-platform")) {
            assertThatThrownBy(
                            () -> rig.begin(tenant, platform, Map.of("address", GrantRig.ADDRESS)))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            no -> assertThat(no.fields().get(0).field()).isEqualTo("platform"));
        }
    }

    @Test
    void asks_twenty_times_at_most_at_a_time() {
        for (int i = 0; i < 20; i++) {
            rig.begin(tenant);
        }
        assertThatThrownBy(() -> rig.begin(tenant))
                .isInstanceOfSatisfying(
                        Problem.class, no -> assertThat(no.code()).isEqualTo("too-many-grants"));
        rig.gateway.clock().advance(Duration.ofMinutes(10));
        assertThat(rig.begin(tenant).grant().status()).isEqualTo(Grant.Status.PENDING);
    }

    @Test
    void what_belongs_to_others_is_not_there() {
        Begun begun = rig.begin(tenant);
        Tenant stranger = rig.tenant();
        Shop other = TestShops.shop(rig.gateway, tenant.caller().merchantId(), Environment.SANDBOX);
        Tenant neighbour = new Tenant(other, Callers.of(tenant.caller().merchantId(), other.id()));
        for (Tenant each : List.of(stranger, neighbour)) {
            assertThatThrownBy(() -> rig.view(each, begun)).isInstanceOf(Problem.class);
            assertThatThrownBy(
                            () ->
                                    rig.service.begin(
                                            each.caller(),
                                            GrantRig.wish(
                                                    tenant,
                                                    GrantRig.PLATFORM,
                                                    Map.of("address", GrantRig.ADDRESS))))
                    .isInstanceOf(Problem.class);
        }
    }

    private Begun begin(Map<String, String> settings) {
        return rig.begin(tenant, GrantRig.PLATFORM, settings);
    }

    private Connection create(Map<String, String> settings) {
        Connection made =
                rig.connections.create(
                        tenant.caller(),
                        new ConnectionService.Wish(
                                Optional.of(tenant.shop().id()),
                                GrantRig.PLATFORM,
                                "Coffee",
                                settings));
        return rig.connections.find(tenant.caller(), made.id());
    }

    private List<Connection> connections() {
        return rig.connections.list(tenant.caller(), Optional.empty(), 10).items();
    }
}
