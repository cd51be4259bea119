package org.bluejay.gateway.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopServiceTest {

    static TestGateway gateway;
    static ShopService service;
    static Shops shops;

    final UUID merchant = TestShops.merchant(gateway);
    final Caller caller = Callers.of(merchant);

    @BeforeAll
    static void open() {
        gateway = TestGateway.open();
        service = gateway.get(ShopService.class);
        shops = gateway.get(Shops.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void reads_back_a_shop_as_it_was_made() {
        Shop made = service.create(caller, "Acme");
        Shop read = shops.of(caller, made.id());
        assertThat(read.name()).isEqualTo("Acme");
        assertThat(read.environment()).isEqualTo(Environment.SANDBOX);
        assertThat(read.createdAt()).isEqualTo(gateway.clock().instant());
        assertThat(shops.webhookSecret(read).reveal()).matches("whsec_[A-Za-z0-9+/]{43}=");
    }

    @Test
    void keeps_the_webhook_secret_sealed() {
        Shop shop = service.create(caller, "Acme");
        String secret = shops.webhookSecret(shop).reveal();
        byte[] stored =
                gateway.column(
                                byte[].class,
                                "select webhook_secret from shop where id = ?",
                                shop.id())
                        .get(0);
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
    }

    @Test
    void is_not_seen_by_another_merchant_nor_in_another_environment_nor_by_another_shops_key() {
        Shop shop = service.create(caller, "Acme");
        Shop neighbour = service.create(caller, "Neighbour");
        Caller live = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
        for (Caller stranger :
                List.of(
                        Callers.of(TestShops.merchant(gateway)),
                        live,
                        Callers.of(merchant, neighbour.id()))) {
            assertThatThrownBy(() -> shops.of(stranger, shop.id()))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("no such shop");
            assertThat(shops.page(stranger, Optional.empty(), 10))
                    .extracting(Shop::id)
                    .doesNotContain(shop.id());
        }
    }

    @Test
    void lists_newest_first_and_goes_on_where_a_page_ended() {
        Shop one = service.create(caller, "one");
        Shop two = service.create(caller, "two");
        Shop three = service.create(caller, "three");
        assertThat(shops.page(caller, Optional.empty(), 2))
                .extracting(Shop::id)
                .containsExactly(three.id(), two.id(), one.id());
        assertThat(shops.page(caller, Optional.of(two.id()), 2))
                .extracting(Shop::id)
                .containsExactly(one.id());
    }

    @Test
    void cannot_be_made_by_the_key_of_another_shop() {
        Shop shop = service.create(caller, "Acme");
        assertThatThrownBy(() -> service.create(Callers.of(merchant, shop.id()), "Second"))
                .isInstanceOf(Problem.class)
                .extracting(e -> ((Problem) e).status())
                .isEqualTo(403);
    }

    @Test
    void signs_with_the_new_secret_alone_after_a_rotation() {
        Shop shop = service.create(caller, "Acme");
        String before = shops.webhookSecret(shop).reveal();
        service.rotateWebhookSecret(caller, shop.id());
        assertThat(shops.webhookSecret(shops.of(caller, shop.id())).reveal()).isNotEqualTo(before);
    }

    @Test
    void moves_the_clock_of_a_sandbox_shop_forward_only() {
        Shop shop = service.create(caller, "Acme");
        service.advanceClock(caller, shop.id(), Duration.ofMinutes(30));
        Shop later = shops.of(caller, shop.id());
        assertThat(shops.clockOf(later).instant())
                .isEqualTo(gateway.clock().instant().plus(Duration.ofMinutes(30)));
        for (Duration wrong :
                List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(9999))) {
            assertThatThrownBy(() -> service.advanceClock(caller, shop.id(), wrong))
                    .isInstanceOf(Problem.class);
        }
    }

    @Test
    void never_moves_the_clock_of_a_live_shop() {
        Shop shop = TestShops.shop(gateway, merchant, Environment.LIVE);
        Caller live = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
        assertThatThrownBy(() -> service.advanceClock(live, shop.id(), Duration.ofMinutes(1)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("live");
    }

    @Test
    void is_in_the_audit_log_with_every_change_and_without_its_secret() {
        Shop shop = service.create(caller, "Acme");
        service.rename(caller, shop.id(), "Acme & Sons");
        service.rotateWebhookSecret(caller, shop.id());
        List<String> entries =
                gateway.column(
                        String.class,
                        "select action || detail from audit where object_id = ? and actor = ? order"
                                + " by id",
                        shop.id(),
                        "key:" + caller.keyId());
        assertThat(entries)
                .containsExactly(
                        "shop.create{\"name\": \"Acme\"}",
                        "shop.rename{\"to\": \"Acme & Sons\", \"from\": \"Acme\"}",
                        "shop.rotate-secret{}");
    }

    @Test
    void is_not_there_when_its_transaction_fails_after_it() {
        UUID[] id = new UUID[1];
        assertThatThrownBy(
                        () ->
                                gateway.inTransaction(
                                        () -> {
                                            id[0] = service.create(caller, "Acme").id();
                                            throw new IllegalStateException("later");
                                        }))
                .hasMessage("later");
        assertThat(shops.find(merchant, id[0])).isEmpty();
        assertThat(gateway.column(Integer.class, "select 1 from audit where object_id = ?", id[0]))
                .isEmpty();
    }
}
