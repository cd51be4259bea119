package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.connector.ShopJar;
import org.bluejay.gateway.page.Language;
import org.bluejay.gateway.page.Pages;
import org.bluejay.gateway.shared.WorkDatabase;
import org.bluejay.gateway.shopsync.GrantRig.Tenant;
import org.bluejay.gateway.shopsync.GrantService.Begun;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a shop and its owner's browser meet when they come back. */
class GrantWebTest {

    @TempDir static Path folder;
    static GrantRig rig;
    static final List<HttpServer> SERVERS = new ArrayList<>();
    static final HttpClient CLIENT = HttpClient.newHttpClient();
    static URI hooks;
    static URI pages;

    final FakeShop shop = rig.freshShop();
    final Tenant tenant = rig.tenant();
    final Begun begun = rig.begin(tenant);

    @BeforeAll
    static void open() throws IOException {
        ShopJar.granting(GrantRig.PLATFORM, folder, GrantRig.PLATFORM);
        rig = new GrantRig(folder, "https://pay.example.com");
        hooks = serve(ResourceConfig.forApplication(new HookApplication()), "hooks");
        pages = serve(ResourceConfig.forApplication(new GrantPageApplication()), "grants");
    }

    private static URI serve(ResourceConfig application, String path) {
        application.register(
                new AbstractBinder() {
                    @Override
                    protected void configure() {
                        lend(WorkDatabase.class);
                        lend(Grants.class);
                        lend(GrantedConnections.class);
                        lend(KeyGranting.class);
                        lend(Connectors.class);
                        lend(Clock.class);
                        lend(PostedKeys.class);
                        lend(ShopWebhooks.class);
                        lend(Pages.class);
                    }

                    private <T> void lend(Class<T> type) {
                        bind(rig.gateway.get(type)).to(type);
                    }
                });
        HttpServer server =
                JdkHttpServerFactory.createHttpServer(
                        URI.create("http://127.0.0.1:0/"), application, true);
        SERVERS.add(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path + "/");
    }

    @AfterAll
    static void close() {
        SERVERS.forEach(server -> server.stop(0));
        rig.close();
    }

    @Test
    void a_shop_that_posts_its_key_hears_exactly_200() throws Exception {
        HttpResponse<String> answer = post(token(), state() + " " + FakeShop.KEY);
        assertThat(answer.statusCode()).isEqualTo(200);
        rig.tryKeys();
        assertThat(rig.view(tenant, begun).status()).isEqualTo("granted");
    }

    @Test
    void a_shop_whose_key_is_not_taken_hears_404_whatever_the_reason() throws Exception {
        post(token(), state() + " " + FakeShop.KEY);
        for (HttpResponse<String> answer :
                List.of(
                        post(token(), state() + " " + FakeShop.KEY),
                        post(token(), "nonsense"),
                        post("no-such-token", state() + " " + FakeShop.KEY),
                        post("%27%22", state() + " " + FakeShop.KEY))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws Exception {
        String large = state() + " " + "k".repeat(GrantHookResource.MAX_BODY);
        assertThat(post(token(), large).statusCode()).isEqualTo(413);
        assertThat(rig.view(tenant, begun).status()).isEqualTo("pending");
    }

    @Test
    void a_webhook_of_a_connection_still_goes_its_own_way() throws Exception {
        assertThat(send(hooks.resolve("cart/some-connection"), "x").statusCode()).isEqualTo(200);
        assertThat(send(hooks.resolve("cart/grants"), "x").statusCode()).isEqualTo(200);
    }

    @Test
    void the_page_waits_for_the_key_and_comes_anew_by_itself_but_not_for_ever() throws Exception {
        String page = get(token() + "?success=1&user_id=" + state()).body();
        assertThat(page)
                .contains("Waiting for your shop’s key")
                .contains("content=\"3; url=/grants/" + token() + "?look=1\"")
                .doesNotContain(state());
        assertThat(get(token() + "?look=19").body()).contains("?look=20\"");
        assertThat(get(token() + "?look=20").body())
                .contains("Waiting")
                .doesNotContain("http-equiv=\"refresh\"")
                .contains("href=\"/grants/" + token() + "\"");
        for (String nonsense : List.of("-1", "1e9", "99999999999", "%00", "a")) {
            assertThat(get(token() + "?look=" + nonsense).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void the_page_says_when_the_shop_is_connected_and_stops() throws Exception {
        rig.grant(begun);
        assertThat(get(token() + "?success=1").body()).contains("Waiting");
        rig.tryKeys();
        assertThat(get(token()).body())
                .contains("Your shop is connected")
                .doesNotContain("http-equiv");
    }

    @Test
    void an_owner_who_says_no_ends_it() throws Exception {
        assertThat(get(token() + "?success=0&user_id=x").body())
                .contains("Your shop is not connected");
        assertThat(rig.view(tenant, begun).reason()).contains("access-denied");
        assertThat(rig.audited(tenant)).last().isEqualTo("connection-grant.refuse system");
        assertThat(rig.grant(begun)).isFalse();
        assertThat(get(token()).body()).contains("You did not agree");
    }

    @Test
    void a_no_that_comes_after_the_key_changes_nothing() throws Exception {
        rig.grant(begun);
        get(token() + "?success=0");
        rig.tryKeys();
        get(token() + "?success=0");
        assertThat(rig.view(tenant, begun).status()).isEqualTo("granted");
    }

    @Test
    void the_page_says_when_the_key_was_refused_or_late() throws Exception {
        rig.post(begun, state() + " another-key");
        rig.tryKeys();
        assertThat(get(token()).body())
                .contains("could not be connected")
                .doesNotContain("the key was refused");

        Begun late = rig.begin(tenant);
        rig.gateway.clock().advance(Duration.ofMinutes(10));
        assertThat(get(late.grant().token()).body()).contains("This took too long");
    }

    @Test
    void the_page_tells_nothing_about_whose_it_is() throws Exception {
        assertThat(get(token()).body())
                .doesNotContain(
                        "Tea shop",
                        "tea.example.com",
                        tenant.shop().id().toString(),
                        tenant.shop().name() + "<",
                        begun.grant().id().toString());
        HttpResponse<String> unknown = get("no-such-token?success=0");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("There is no such request");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_page_speaks_every_language_and_keeps_it(Language language) throws Exception {
        HttpResponse<String> page = get(token() + "?lang=" + language.tag());
        assertThat(page.body())
                .contains("<html lang=\"" + language.tag() + "\" dir=\"" + language.direction())
                .contains("?look=1&amp;lang=" + language.tag());
    }

    @Test
    void keeps_every_answer_to_itself() throws Exception {
        for (String path : List.of(token(), "no-such-token")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
            assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
            assertThat(answer.body()).doesNotContain("<script", "style=");
        }
    }

    private String token() {
        return begun.grant().token();
    }

    private String state() {
        return GrantRig.stateOf(begun);
    }

    private static HttpResponse<String> post(String token, String body) throws Exception {
        return send(hooks.resolve("cart/grants/" + token), body);
    }

    private static HttpResponse<String> send(URI address, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(address)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(pages.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
