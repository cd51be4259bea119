package org.bluejay.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.ShopService;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelServiceTest {

    private static final String SETTINGS =
            """
            ConfigSchema.of(
                Setting.of("shortcode", Setting.Type.WHOLE_NUMBER, "Shortcode").asRequired().asFixed(),
                Setting.of("passkey", Setting.Type.SECRET, "Passkey").asRequired(),
                Setting.choice("kind", "Kind", List.of("paybill", "till")).withDefault("paybill"))\
            """;

    private static final Map<String, String> GOOD =
            Map.of("shortcode", "174379", "passkey", "hush-hush");

    @TempDir static Path folder;
    static TestGateway gateway;
    static ChannelService service;
    static Connectors connectors;

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.LIVE);
    final Caller caller = callerFor(Environment.LIVE, Optional.empty());

    @BeforeAll
    static void open() throws IOException {
        ConnectorJar.of("mpesa").settings(SETTINGS).into(folder, "mpesa");
        ConnectorJar.of("sandbox").sandboxOnly().into(folder, "sandbox");
        gateway =
                TestGateway.open(
                        Map.of("bluejay.connectors.dir", folder.toString()),
                        "connector",
                        "network",
                        "http");
        service = gateway.get(ChannelService.class);
        connectors = gateway.get(Connectors.class);
        connectors.scan();
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void a_new_channel_reads_back_with_defaults_filled_in_and_its_secrets_hidden() {
        Channel made = create(GOOD);
        Channel read = service.find(caller, made.id());
        ChannelView view = ChannelView.of(read, connectors.running("mpesa"));
        assertThat(view.settings()).isEqualTo(Map.of("shortcode", "174379", "kind", "paybill"));
        assertThat(view.secrets()).containsExactly("passkey");
        assertThat(view.custody()).isEqualTo("merchant");
        assertThat(view.environment()).isEqualTo("live");
        assertThat(view.methods()).extracting("id").containsExactly("mpesa-code");
        assertThat(Json.text(view)).doesNotContain("hush-hush");
        assertThat(ChannelView.of(read, Optional.empty()).settings()).isEmpty();
        assertThat(read.toString()).doesNotContain("174379", "hush-hush");
    }

    @Test
    void settings_are_sealed_where_they_are_kept() {
        Channel channel = create(GOOD);
        byte[] kept =
                gateway.get(Database.class)
                        .with(
                                handle ->
                                        handle.select(
                                                        "select settings from channel where id = ?",
                                                        channel.id())
                                                .mapTo(byte[].class)
                                                .one());
        assertThat(new String(kept, StandardCharsets.ISO_8859_1))
                .doesNotContain("hush-hush", "174379");
    }

    @Test
    void answers_that_will_not_do_are_named_and_nothing_is_kept() {
        assertFields(
                () -> create(Map.of("shortcode", "12a", "colour", "red")),
                "settings.shortcode",
                "settings.passkey",
                "settings.colour");
        assertFields(() -> create("pigeon", "Post", Map.of()), "network");
        assertFields(() -> create("mpesa", " ", GOOD), "name");
        assertFields(() -> create("mpesa", "a\0b", GOOD), "name");
        assertThat(list(Optional.empty(), 10).items()).isEmpty();
    }

    @Test
    void a_network_of_play_money_is_refused_to_live_shops() {
        assertFields(() -> create("sandbox", "Play", Map.of()), "network");
    }

    @Test
    void a_channel_belongs_to_a_shop_of_the_key() {
        Shop strange = TestShops.shop(gateway, TestShops.merchant(gateway), Environment.LIVE);
        Shop play = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        for (UUID other : List.of(strange.id(), play.id(), Ids.next())) {
            assertFields(
                    () ->
                            service.create(
                                    caller,
                                    new ChannelService.Wish(
                                            Optional.of(other), "mpesa", "Till", GOOD)),
                    "shopId");
        }
        assertFields(
                () ->
                        service.create(
                                caller,
                                new ChannelService.Wish(Optional.empty(), "mpesa", "Till", GOOD)),
                "shopId");
        Caller ofShop = callerFor(Environment.LIVE, Optional.of(shop.id()));
        Channel made =
                service.create(
                        ofShop, new ChannelService.Wish(Optional.empty(), "mpesa", "Till", GOOD));
        assertThat(made.shopId()).isEqualTo(shop.id());
    }

    @Test
    void nobody_else_finds_lists_changes_or_revokes_it() {
        UUID id = create(GOOD).id();
        Shop sibling = TestShops.shop(gateway, merchant, Environment.LIVE);
        for (Caller other :
                List.of(
                        Callers.of(TestShops.merchant(gateway)),
                        callerFor(Environment.SANDBOX, Optional.empty()),
                        callerFor(Environment.LIVE, Optional.of(sibling.id())))) {
            assertStatus(404, () -> service.find(other, id));
            assertStatus(404, () -> service.change(other, id, Optional.of("x"), Map.of()));
            assertStatus(404, () -> service.revoke(other, id));
            assertThat(service.list(other, Optional.empty(), Optional.empty(), 10).items())
                    .noneMatch(channel -> channel.id().equals(id));
        }
    }

    @Test
    void what_says_where_money_goes_never_changes_and_the_rest_may() {
        UUID id = create(GOOD).id();
        assertFields(
                () -> service.change(caller, id, Optional.empty(), Map.of("shortcode", "600000")),
                "settings.shortcode");
        assertFields(
                () -> service.change(caller, id, Optional.empty(), Map.of("passkey", "")),
                "settings.passkey");
        service.change(
                caller,
                id,
                Optional.of("Shop till"),
                Map.of("kind", "till", "shortcode", "174379"));
        Channel read = service.find(caller, id);
        assertThat(read.name()).isEqualTo("Shop till");
        assertThat(read.answers())
                .isEqualTo(Map.of("shortcode", "174379", "passkey", "hush-hush", "kind", "till"));
        assertThat(audited(id))
                .containsExactly("channel.create", "channel.change")
                .noneMatch(entry -> entry.contains("hush"));
    }

    @Test
    void a_change_that_changes_nothing_is_not_audited() {
        UUID id = create(GOOD).id();
        service.change(caller, id, Optional.of("Till"), GOOD);
        assertThat(audited(id)).containsExactly("channel.create");
    }

    @Test
    void a_revoked_channel_stays_to_be_seen_and_changes_no_more() {
        UUID id = create(GOOD).id();
        service.revoke(caller, id);
        service.revoke(caller, id);
        assertThat(service.find(caller, id).isRevoked()).isTrue();
        assertStatus(409, () -> service.change(caller, id, Optional.of("x"), Map.of()));
        assertThat(audited(id)).containsExactly("channel.create", "channel.revoke");
    }

    @Test
    void lists_in_parts_oldest_first() {
        List<UUID> made = List.of(create(GOOD).id(), create(GOOD).id(), create(GOOD).id());
        Page<Channel> first = list(Optional.empty(), 2);
        Page<Channel> second = list(first.next().flatMap(Ids::parse), 2);
        assertThat(first.items()).extracting(Channel::id).isEqualTo(made.subList(0, 2));
        assertThat(second.items()).extracting(Channel::id).isEqualTo(made.subList(2, 3));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void every_sandbox_shop_is_born_with_a_channel_and_no_live_one() {
        Shop play = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        Networks networks = gateway.get(Networks.class);
        assertThat(networks.methodsOf(play.id()))
                .extracting(Method::network)
                .containsExactly("sandbox");
        assertThat(networks.methodsOf(shop.id())).isEmpty();
    }

    @Test
    void a_shop_that_was_not_made_after_all_leaves_no_channel() {
        Caller sandbox = callerFor(Environment.SANDBOX, Optional.empty());
        assertThatThrownBy(
                        () ->
                                gateway.inTransaction(
                                        () -> {
                                            gateway.get(ShopService.class).create(sandbox, "Gone");
                                            throw new IllegalStateException("too late");
                                        }))
                .hasMessage("too late");
        assertThat(service.list(sandbox, Optional.empty(), Optional.empty(), 10).items()).isEmpty();
    }

    @Test
    void times_are_the_shops_own() {
        Shop play = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        Caller sandbox = callerFor(Environment.SANDBOX, Optional.empty());
        gateway.get(ShopService.class).advanceClock(sandbox, play.id(), Duration.ofHours(5));
        Channel channel =
                service.create(
                        sandbox,
                        new ChannelService.Wish(Optional.of(play.id()), "mpesa", "Till", GOOD));
        assertThat(channel.createdAt())
                .isEqualTo(gateway.clock().instant().plus(Duration.ofHours(5)));
    }

    private Channel create(Map<String, String> settings) {
        return create("mpesa", "Till", settings);
    }

    private Channel create(String network, String name, Map<String, String> settings) {
        return service.create(
                caller, new ChannelService.Wish(Optional.of(shop.id()), network, name, settings));
    }

    private Page<Channel> list(Optional<UUID> after, int limit) {
        return service.list(caller, Optional.empty(), after, limit);
    }

    private Caller callerFor(Environment environment, Optional<UUID> ofShop) {
        return Callers.of(merchant, ofShop, environment, Set.of("*"));
    }

    private static List<String> audited(UUID channel) {
        return gateway.get(Database.class)
                .with(
                        handle ->
                                handle.select(
                                                "select action from audit where object_id = ? order"
                                                        + " by id",
                                                channel)
                                        .mapTo(String.class)
                                        .list());
    }

    private static void assertFields(ThrowingCallable work, String... fields) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(422);
                            assertThat(problem.fields())
                                    .extracting(Problem.Field::field)
                                    .containsExactlyInAnyOrder(fields);
                        });
    }

    private static void assertStatus(int status, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
    }
}
