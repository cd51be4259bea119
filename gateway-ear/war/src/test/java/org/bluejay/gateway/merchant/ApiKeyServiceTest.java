package org.bluejay.gateway.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.merchant.ApiKey.Terms;
import org.bluejay.gateway.shared.AddressRanges;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiKeyServiceTest {

    static TestGateway gateway;
    static ApiKeyService service;
    static KeyCheck check;
    static KeyUse use;

    final UUID merchant = TestShops.merchant(gateway);
    final Caller caller = Callers.of(merchant);

    @BeforeAll
    static void open() {
        gateway = TestGateway.open();
        service = gateway.get(ApiKeyService.class);
        check = gateway.get(KeyCheck.class);
        use = gateway.get(KeyUse.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void is_found_by_its_text_with_what_it_may_do() {
        Shop shop = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        ApiKeyService.Issued issued =
                service.issue(caller, Optional.of(shop.id()), terms("invoices:read"));
        KnownKey found = check.find(issued.text().reveal()).orElseThrow();
        assertThat(found.id()).isEqualTo(issued.key().id());
        assertThat(found.merchantId()).isEqualTo(merchant);
        assertThat(found.shopId()).contains(shop.id());
        assertThat(found.environment()).isEqualTo(Environment.SANDBOX);
        assertThat(found.scopes()).containsExactly("invoices:read");
        assertThat(found.refusal(now(), "198.51.100.1")).isEmpty();
    }

    @Test
    void speaks_for_all_shops_of_the_merchant_when_it_is_for_none() {
        ApiKeyService.Issued issued = issue("*");
        assertThat(check.find(issued.text().reveal()).orElseThrow().shopId()).isEmpty();
    }

    @Test
    void is_nowhere_in_the_database() {
        String text = issue("*").text().reveal();
        assertThat(
                        gateway.column(
                                String.class,
                                "select k::text from api_key k union all select a::text from audit"
                                        + " a"))
                .isNotEmpty()
                .noneMatch(row -> row.contains(text));
    }

    @Test
    void is_refused_from_the_moment_it_is_revoked() {
        ApiKeyService.Issued issued = issue("*");
        service.revoke(caller, issued.key().id());
        assertThat(refusal(issued, "198.51.100.1").status()).isEqualTo(401);
    }

    @Test
    void stays_revoked() {
        ApiKeyService.Issued issued = issue("*");
        UUID id = issued.key().id();
        service.revoke(caller, id);
        service.revoke(caller, id);
        refused(409, () -> service.change(caller, id, before -> terms("*")));
        assertThat(
                        gateway.column(
                                String.class,
                                "select action from audit where object_id = ? order by id",
                                id))
                .containsExactly("api-key.create", "api-key.revoke");
    }

    @Test
    void is_refused_once_it_has_expired() {
        Instant end = now().plus(Duration.ofHours(1));
        ApiKeyService.Issued issued =
                service.issue(
                        caller,
                        Optional.empty(),
                        new Terms("k", Scopes.all(), none(), Optional.of(end)));
        KnownKey key = check.find(issued.text().reveal()).orElseThrow();
        assertThat(key.refusal(end.minusMillis(1), "::1")).isEmpty();
        assertThat(key.refusal(end, "::1")).isPresent();
    }

    @Test
    void is_refused_from_addresses_that_are_not_on_its_list() {
        AddressRanges list = AddressRanges.of(List.of("203.0.113.0/24", "2001:db8::/32"), "x");
        ApiKeyService.Issued issued =
                service.issue(
                        caller,
                        Optional.empty(),
                        new Terms("k", Scopes.all(), list, Optional.empty()));
        KnownKey key = check.find(issued.text().reveal()).orElseThrow();
        assertThat(key.refusal(now(), "203.0.113.255")).isEmpty();
        assertThat(key.refusal(now(), "2001:db8:ffff::1")).isEmpty();
        assertThat(refusal(issued, "203.0.114.0").status()).isEqualTo(403);
        assertThat(refusal(issued, "unknown").status()).isEqualTo(403);
    }

    @Test
    void grants_no_scope_that_the_caller_does_not_hold() {
        Caller weak = weak("api-keys:write", "invoices:read");
        refused(403, () -> service.issue(weak, Optional.empty(), terms("invoices:write")));
        refused(403, () -> service.issue(weak, Optional.empty(), terms("*")));
        UUID own = service.issue(weak, Optional.empty(), terms("invoices:read")).key().id();
        refused(403, () -> service.change(weak, own, before -> terms("shops:read")));
    }

    @Test
    void is_not_changed_by_a_caller_who_holds_less() {
        UUID strong = issue("*").key().id();
        Caller weak = weak("api-keys:write");
        refused(403, () -> service.change(weak, strong, before -> terms("api-keys:write")));
    }

    @Test
    void makes_no_key_that_ends_later_than_itself() {
        Instant end = now().plus(Duration.ofHours(1));
        Caller passing = holderOf(new AddressRanges(List.of()), Optional.of(end));
        beyond(passing, new AddressRanges(List.of()), Optional.empty());
        beyond(passing, new AddressRanges(List.of()), Optional.of(end.plusSeconds(1)));
        service.issue(
                passing, Optional.empty(), terms(new AddressRanges(List.of()), Optional.of(end)));
    }

    @Test
    void makes_no_key_for_addresses_that_it_is_not_good_for_itself() {
        AddressRanges own = new AddressRanges(List.of("203.0.113.0/24", "2001:db8::/32"));
        Caller local = holderOf(own, Optional.empty());
        for (List<String> wider :
                List.of(
                        List.<String>of(),
                        List.of("203.0.112.0/23"),
                        List.of("203.0.113.7", "198.51.100.1"),
                        List.of("2001:db9::1"))) {
            beyond(local, new AddressRanges(wider), Optional.empty());
        }
        AddressRanges within = new AddressRanges(List.of("203.0.113.7", "2001:db8:1::/48"));
        service.issue(local, Optional.empty(), terms(within, Optional.empty()));
    }

    @Test
    void does_not_widen_itself() {
        Instant end = now().plus(Duration.ofHours(1));
        Caller passing = holderOf(new AddressRanges(List.of()), Optional.of(end));
        refused(
                403,
                () ->
                        service.change(
                                passing,
                                passing.keyId(),
                                terms ->
                                        new Terms(
                                                terms.name(),
                                                terms.scopes(),
                                                terms.allowedAddresses(),
                                                Optional.empty())));
    }

    private void beyond(Caller holder, AddressRanges addresses, Optional<Instant> end) {
        refused(403, () -> service.issue(holder, Optional.empty(), terms(addresses, end)));
    }

    private static Terms terms(AddressRanges addresses, Optional<Instant> end) {
        return new Terms("narrow", Scopes.parse("invoices:read"), addresses, end);
    }

    /** Who calls with a key on these terms. */
    private Caller holderOf(AddressRanges addresses, Optional<Instant> end) {
        UUID key =
                service.issue(
                                caller,
                                Optional.empty(),
                                new Terms("own", Scopes.all(), addresses, end))
                        .key()
                        .id();
        return new Caller(
                key,
                merchant,
                Optional.empty(),
                Duration.ZERO,
                Environment.SANDBOX,
                Set.of("*"),
                "203.0.113.7",
                "request",
                Optional.empty());
    }

    @Test
    void of_one_shop_neither_sees_nor_makes_keys_of_others() {
        Shop own = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        Shop other = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        Caller ofOwn = Callers.of(merchant, own.id());
        UUID merchants = issue("*").key().id();
        refused(404, () -> service.find(ofOwn, merchants));
        refused(404, () -> service.issue(ofOwn, Optional.of(other.id()), terms("*")));
        ApiKey made = service.issue(ofOwn, Optional.empty(), terms("*")).key();
        assertThat(made.shopId()).contains(own.id());
        assertThat(service.page(ofOwn, Optional.empty(), 10))
                .extracting(ApiKey::id)
                .containsExactly(made.id());
    }

    @Test
    void never_crosses_merchants_or_environments() {
        UUID id = issue("*").key().id();
        Caller live = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
        refused(404, () -> service.revoke(live, id));
        refused(404, () -> service.revoke(Callers.of(TestShops.merchant(gateway)), id));
        Shop liveShop = TestShops.shop(gateway, merchant, Environment.LIVE);
        refused(404, () -> service.issue(caller, Optional.of(liveShop.id()), terms("*")));
    }

    @Test
    void remembers_its_last_use_and_counts_requests_by_address_and_minute() {
        ApiKey key = issue("*").key();
        use.used(key.id(), "203.0.113.1");
        use.used(key.id(), "203.0.113.1");
        use.used(key.id(), "203.0.113.2");
        use.flush();
        use.used(key.id(), "203.0.113.1");
        use.flush();
        assertThat(
                        gateway.column(
                                String.class,
                                "select address || ' ' || requests from audit_read where key_id ="
                                        + " ? order by 1",
                                key.id()))
                .containsExactly("203.0.113.1 3", "203.0.113.2 1");
        ApiKey read = service.find(caller, key.id());
        assertThat(read.lastUsedAt()).contains(now());
        assertThat(read.lastUsedAddress()).contains("203.0.113.1");
    }

    private ApiKeyService.Issued issue(String... scopes) {
        return service.issue(caller, Optional.empty(), terms(scopes));
    }

    private Caller weak(String... scopes) {
        return Callers.of(merchant, Optional.empty(), Environment.SANDBOX, Set.of(scopes));
    }

    private static Terms terms(String... scopes) {
        return new Terms("key", Scopes.of(List.of(scopes)), none(), Optional.empty());
    }

    private static AddressRanges none() {
        return new AddressRanges(List.of());
    }

    private static Instant now() {
        return gateway.clock().instant();
    }

    private static Problem refusal(ApiKeyService.Issued issued, String address) {
        return check.find(issued.text().reveal())
                .orElseThrow()
                .refusal(now(), address)
                .orElseThrow();
    }

    private static void refused(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
    }
}
