package org.bluejay.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.event.Event;
import org.bluejay.gateway.event.EventTypes;
import org.bluejay.gateway.merchant.ShopService;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.bluejay.gateway.webhook.SigningKey.Kind;
import org.bluejay.gateway.webhook.WebhookEndpoint.State;
import org.bluejay.gateway.webhook.WebhookEndpoint.Wishes;
import org.bluejay.gateway.webhook.WebhookEndpointService.Keyed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookEndpointServiceTest {

    private static final String URL = "https://shop.example/hook";

    static TestGateway gateway;
    static WebhookEndpointService service;
    static WebhookEndpoints endpoints;

    final UUID merchant = TestShops.merchant(gateway);
    final Caller caller = Callers.of(merchant);
    final UUID shop = gateway.get(ShopService.class).create(caller, "Acme").id();

    @BeforeAll
    static void open() {
        gateway = TestGateway.open(Map.of("bluejay.webhook.allow-loopback", "true"), "webhook");
        service = gateway.get(WebhookEndpointService.class);
        endpoints = gateway.get(WebhookEndpoints.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void tells_the_secret_when_it_is_made_and_keeps_it_sealed() {
        Keyed made = create(URL, Kind.V1);

        String secret = made.keys().get(0).text();
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        byte[] stored =
                gateway.column(
                                byte[].class,
                                "select secret from webhook_secret where endpoint_id = ?",
                                made.endpoint().id())
                        .get(0);
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
    }

    @Test
    void signs_with_both_secrets_during_a_rotation_and_with_the_new_one_after_it() {
        Keyed made = create(URL, Kind.V1);
        String id = made.endpoint().id().toString();

        Keyed rotated = service.rotate(caller, id, Duration.ofHours(1));

        assertThat(endpoints.liveKeys(made.endpoint()))
                .containsExactly(rotated.keys().get(0), made.keys().get(0));
        gateway.clock().advance(Duration.ofHours(1));
        assertThat(endpoints.liveKeys(made.endpoint())).isEqualTo(rotated.keys());
    }

    @Test
    void gets_a_key_of_its_own_for_each_signature_it_asks_for() {
        Keyed made = create(URL, Kind.V1);
        Wishes both = new Wishes(URL, EventTypes.ALL, "", Set.of(Kind.V1, Kind.V1A));

        Keyed changed =
                service.change(caller, made.endpoint().id().toString(), both, Optional.empty());

        assertThat(changed.keys()).extracting(SigningKey::kind).containsExactly(Kind.V1A);
        assertThat(endpoints.liveKeys(made.endpoint())).hasSize(2);
    }

    @Test
    void takes_loopback_for_sandbox_shops_only_and_private_addresses_never() {
        assertThat(create("http://127.0.0.1:9000/hook", Kind.V1).keys()).hasSize(1);
        assertRefused("url", () -> create("https://10.0.0.1/hook", Kind.V1));
        Caller live = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
        assertRefused(
                "url",
                () -> service.create(live, shop, wishes("http://127.0.0.1:9000/hook", Kind.V1)));
    }

    @Test
    void another_merchants_shop_does_not_exist() {
        Caller stranger = Callers.of(TestShops.merchant(gateway));

        assertThatThrownBy(() -> service.create(stranger, shop, wishes(URL, Kind.V1)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void can_be_disabled_and_enabled_again_with_a_fresh_start() {
        Keyed made = create(URL, Kind.V1);
        String id = made.endpoint().id().toString();
        Wishes same = made.endpoint().wishes();

        service.change(caller, id, same, Optional.of(false));
        assertThat(endpoints.get(caller, id).state()).isEqualTo(State.DISABLED);
        assertThatThrownBy(() -> service.ping(caller, id))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(409));

        service.change(caller, id, same, Optional.of(true));
        assertThat(endpoints.get(caller, id).state()).isEqualTo(State.ENABLED);
    }

    @Test
    void is_not_found_once_it_is_removed() {
        String id = create(URL, Kind.V1).endpoint().id().toString();

        service.remove(caller, id);

        assertThatThrownBy(() -> endpoints.get(caller, id))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void a_ping_is_an_event_about_the_endpoint() {
        Keyed made = create(URL, Kind.V1);

        Event ping = service.ping(caller, made.endpoint().id().toString());

        assertThat(
                        gateway.column(
                                UUID.class, "select object_id from event where id = ?", ping.id()))
                .isEqualTo(List.of(made.endpoint().id()));
    }

    @Test
    void every_change_is_audited() {
        Keyed made = create(URL, Kind.V1);
        String id = made.endpoint().id().toString();
        service.rotate(caller, id, Duration.ZERO);
        service.remove(caller, id);

        assertThat(
                        gateway.column(
                                String.class,
                                "select action from audit where object_id = ? order by id",
                                made.endpoint().id()))
                .containsExactly(
                        "webhook-endpoint.create",
                        "webhook-endpoint.rotate-secret",
                        "webhook-endpoint.remove");
    }

    private Keyed create(String url, Kind kind) {
        return service.create(caller, shop, wishes(url, kind));
    }

    private static Wishes wishes(String url, Kind kind) {
        return new Wishes(url, EventTypes.ALL, "", Set.of(kind));
    }

    private static void assertRefused(String field, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.fields().get(0).field()).isEqualTo(field));
    }
}
