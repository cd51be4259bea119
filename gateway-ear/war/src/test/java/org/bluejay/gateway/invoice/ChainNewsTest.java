package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.network.ChannelService;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.TestGateway;
import org.bluejay.gateway.source.SourceRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Money seen on a chain, on a real database. The sample connector gives each attempt an address.
 */
class ChainNewsTest {

    private static final SourceRef CHAIN = new SourceRef("chain", Environment.SANDBOX);

    @TempDir static Path folder;
    static TestGateway gateway;
    static ChainNews news;

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.SANDBOX);
    final Caller caller = Callers.of(merchant, shop.id());

    @BeforeAll
    static void open() throws Exception {
        ConnectorJar.of("chain").into(folder, "chain");
        gateway =
                TestGateway.open(
                        Map.of("bluejay.connectors.dir", folder.toString()),
                        "connector",
                        "network",
                        "source",
                        "http",
                        "invoice");
        gateway.get(Connectors.class).scan();
        news = gateway.get(ChainNews.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void watches_the_addresses_of_its_own_network_and_environment() {
        String address = addressOf(invoice());
        assertThat(news.watched(CHAIN, List.of(address, "n-stranger"))).containsExactly(address);
        assertThat(news.watched(CHAIN, List.of())).isEmpty();
        assertThat(news.watched(new SourceRef("other", Environment.SANDBOX), List.of(address)))
                .isEmpty();
        assertThat(news.watched(new SourceRef("chain", Environment.LIVE), List.of(address)))
                .isEmpty();
    }

    @Test
    void an_invoice_is_processing_when_its_money_is_seen_and_paid_when_it_is_sure() {
        Invoice invoice = invoice();
        String address = addressOf(invoice);
        see(address, "a:0", TransferState.DETECTED, now());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PROCESSING);
        see(address, "a:0", TransferState.SETTLED, now());
        see(address, "a:0", TransferState.SETTLED, now());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(read(invoice).paid()).isEqualTo(kes("10.00"));
    }

    @Test
    void a_replaced_transfer_opens_the_invoice_again() {
        Invoice invoice = invoice();
        String address = addressOf(invoice);
        see(address, "b:0", TransferState.DETECTED, now());
        see(address, "b:0", TransferState.DROPPED, now().plusSeconds(1));
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PENDING);
    }

    @Test
    void what_a_slow_node_saw_before_a_reorganisation_settles_nothing_after_it() {
        Invoice invoice = invoice();
        String address = addressOf(invoice);
        Instant seen = now();
        see(address, "e:0", TransferState.SETTLED, seen);
        see(address, "e:0", TransferState.REVERSED, seen.plusSeconds(2));
        see(address, "e:0", TransferState.DETECTED, seen.plusSeconds(3));
        see(address, "e:0", TransferState.SETTLED, seen.plusSeconds(1));
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PROCESSING);
        see(address, "e:0", TransferState.SETTLED, seen.plusSeconds(4));
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void money_to_an_address_that_nobody_gave_out_changes_nothing() {
        see("n-stranger", "c:0", TransferState.SETTLED, now());
        assertThat(
                        gateway.column(
                                Long.class,
                                "select count(*) from transfer where network_id = 'c:0'"))
                .containsExactly(0L);
    }

    @Test
    void an_invoice_waits_for_a_reading_that_began_after_its_end_before_it_expires() {
        Invoice invoice = invoice();
        addressOf(invoice);
        Duration aWhile = Duration.ofMinutes(31);
        gateway.clock().advance(aWhile);
        InvoiceService invoices = gateway.get(InvoiceService.class);
        invoices.expireIfDue(invoice.id());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PENDING);

        news.readThrough(CHAIN, now().minus(aWhile));
        invoices.expireIfDue(invoice.id());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PENDING);

        news.readThrough(CHAIN, now());
        invoices.expireIfDue(invoice.id());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.EXPIRED);
    }

    @Test
    void an_invoice_whose_money_was_seen_and_set_aside_is_not_looked_up() {
        Invoice invoice = invoice();
        String address = addressOf(invoice);
        gateway.clock().advance(Duration.ofMinutes(31));
        setAside(address);
        news.readThrough(CHAIN, now());
        gateway.get(InvoiceService.class).expireIfDue(invoice.id());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PENDING);

        gateway.inTransaction(
                () -> gateway.get(Database.class).update("delete from sighting_aside"));
        news.readThrough(CHAIN, now());
        gateway.get(InvoiceService.class).expireIfDue(invoice.id());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.EXPIRED);
    }

    @Test
    void late_money_is_seen_all_the_same() {
        Invoice invoice = invoice();
        String address = addressOf(invoice);
        gateway.clock().advance(Duration.ofMinutes(31));
        news.readThrough(CHAIN, now());
        gateway.get(InvoiceService.class).expireIfDue(invoice.id());
        see(address, "d:0", TransferState.SETTLED, now());
        assertThat(read(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(
                        gateway.column(
                                Boolean.class,
                                "select late from transfer where network_id = 'd:0'"))
                .containsExactly(true);
    }

    private static void setAside(String address) {
        gateway.inTransaction(
                () ->
                        gateway.get(Database.class)
                                .update(
                                        """
                                        insert into sighting_aside (network, environment, transfer_id, aliases, address,
                                            asset, asset_decimals, amount, state, provisional, occurred_at, evidence_at,
                                            next_try_at, fault)
                                        values ('chain', 'sandbox', 'aside:0', '{}', ?, 'KES', 2, 10, 'SETTLED', false,
                                            now(), now(), now(), 'refused')\
                                        """,
                                        address));
    }

    private void see(String address, String networkId, TransferState state, Instant at) {
        news.take(
                CHAIN,
                new Sighting(
                        address,
                        new Transfer(networkId, Set.of(), kes("10.00"), state, at, at, false)));
    }

    private Invoice invoice() {
        Invoice invoice =
                new Invoice(
                        Ids.next(),
                        Ids.token(Invoice.LINK_LENGTH),
                        new Invoice.Order(
                                merchant,
                                shop.id(),
                                Environment.SANDBOX,
                                kes("10.00"),
                                null,
                                null,
                                Duration.ofMinutes(30),
                                List.of(),
                                null,
                                null,
                                null,
                                "{}",
                                null),
                        now(),
                        now().plus(Duration.ofMinutes(30)));
        gateway.inTransaction(() -> gateway.get(InvoiceRepository.class).add(invoice));
        return invoice;
    }

    /** Where the payer of a new attempt is to send money to. */
    private String addressOf(Invoice invoice) {
        gateway.get(ChannelService.class)
                .create(
                        caller,
                        new ChannelService.Wish(
                                Optional.of(shop.id()), "chain", "Wallet", Map.of()));
        AttemptView attempt =
                gateway.get(AttemptService.class)
                        .start(invoice, new NewAttempt("chain-code", null, Map.of()));
        return "n-" + attempt.id();
    }

    private Invoice read(Invoice invoice) {
        return gateway.get(InvoiceService.class).get(caller, invoice.id().toString());
    }

    private static Money kes(String amount) {
        return Money.of(amount, CurrencyUnit.iso("KES"));
    }

    private static Instant now() {
        return gateway.clock().instant();
    }
}
