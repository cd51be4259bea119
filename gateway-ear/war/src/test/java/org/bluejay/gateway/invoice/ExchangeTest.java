package org.bluejay.gateway.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.gateway.connector.ConnectorJar;
import org.bluejay.gateway.connector.Connectors;
import org.bluejay.gateway.merchant.Shop;
import org.bluejay.gateway.merchant.ShopService;
import org.bluejay.gateway.merchant.TestShops;
import org.bluejay.gateway.network.Channel;
import org.bluejay.gateway.network.ChannelService;
import org.bluejay.gateway.network.Method;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Callers;
import org.bluejay.gateway.shared.Database;
import org.bluejay.gateway.shared.Ids;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An invoice in one currency, paid in another unit, on a real database: the price comes from a
 * polled source, which is played by the table that the poller fills.
 */
class ExchangeTest {

    private static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    private static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    private static final CurrencyUnit LTC = new CurrencyUnit("ltc", 8);

    @TempDir static Path folder;
    static TestGateway gateway;
    static InvoiceService invoices;
    static AttemptService attempts;

    final UUID merchant = TestShops.merchant(gateway);
    final Shop shop = TestShops.shop(gateway, merchant, Environment.LIVE);
    final Caller caller = Callers.of(merchant, Optional.empty(), Environment.LIVE, Set.of("*"));
    final Channel litecoin = channel("ltc");
    final Channel mpesa = channel("mpesa");

    @BeforeAll
    static void open() throws Exception {
        ConnectorJar.of("ltc")
                .source("sample.Coin", provider("ltc", "CODE", "ltc", "0", true))
                .providers("sample.Coin")
                .onRequest(
                        """
                        String address = "addr-" + request.reference();
                        String text = address + "?amount=" + request.amount().toPlainString();
                        return new PaymentInstruction.ShowCode(
                            new PaymentHandle(request.reference(), address), address, text, Optional.empty());\
                        """)
                .into(folder, "ltc");
        ConnectorJar.of("mpesa")
                .source("sample.Phone", provider("mpesa", "APPROVAL", "KES", "1", false))
                .providers("sample.Phone")
                .onRequest(
                        """
                        return new PaymentInstruction.AwaitApproval(
                            new PaymentHandle(request.reference(), ""), "0712 *** 678");\
                        """)
                .into(folder, "mpesa");
        gateway =
                TestGateway.open(
                        Map.of(
                                "bluejay.connectors.dir", folder.toString(),
                                "bluejay.rates.sources", "kraken",
                                "bluejay.rates.pairs", "LTC/USD",
                                "bluejay.rates.fixed", "USD/KES=129.20"),
                        "connector",
                        "network",
                        "http",
                        "invoice");
        gateway.get(Connectors.class).scan();
        invoices = gateway.get(InvoiceService.class);
        attempts = gateway.get(AttemptService.class);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @BeforeEach
    void at_seventy_dollars() {
        say("70.00");
        chainIsRead(true);
    }

    // which methods are offered

    @Test
    void a_method_in_another_unit_is_offered_where_there_is_a_path() {
        assertThat(offered(invoice("49.00", USD))).containsExactlyInAnyOrder("ltc", "mpesa");
        assertThat(offered(invoice("5000", KES))).containsExactlyInAnyOrder("ltc", "mpesa");
        assertThat(offered(invoice("0.5", new CurrencyUnit("LTC", 8))))
                .containsExactlyInAnyOrder("ltc", "mpesa");
        assertThat(offered(invoice("49.00", CurrencyUnit.iso("BRL")))).isEmpty();
    }

    @Test
    void a_chain_is_not_offered_before_it_was_read_for_the_first_time() {
        chainIsRead(false);
        Invoice invoice = invoice("49.00", USD);
        assertThat(offered(invoice)).containsExactly("mpesa");
        assertThatThrownBy(() -> start(invoice, "ltc"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("offered are: mpesa; ltc will be, once its chain is read")
                .hasMessageContaining("bluejay.source.ltc.live");

        chainIsRead(true);
        assertThat(offered(invoice)).containsExactlyInAnyOrder("ltc", "mpesa");
    }

    @Test
    void an_asset_pays_an_invoice_in_its_own_symbol_one_for_one_without_any_rate() {
        forget();
        AttemptView attempt = start(invoice("0.51234567", new CurrencyUnit("LTC", 8)), "ltc");
        assertThat(attempt.amount()).isEqualTo("0.51234567");
        assertThat(attempt.asset()).isEqualTo("ltc");
        assertThat(attempt.rate()).isEqualTo("1");
        assertThat(attempt.rateSource()).isEmpty();

        settle(litecoin, attempt, "0.51234567", LTC);
        assertThat(read(attempt).status()).isEqualTo(InvoiceStatus.PAID);
    }

    // what is asked

    @Test
    void a_dollar_invoice_is_paid_in_litecoin_at_the_quoted_price() {
        AttemptView attempt = start(invoice("49.00", USD), "ltc");
        // 70.00 less one in a hundred.
        assertThat(attempt.rate()).isEqualTo("69.3");
        assertThat(attempt.amount()).isEqualTo("0.70707071");
        assertThat(attempt.creditedAmount()).isEqualTo("49.00");
        assertThat(attempt.rateSource()).contains("kraken");
        assertThat(attempt.rateSpread()).contains("0.01");
        assertThat(Duration.between(now(), attempt.quoteExpiresAt())).isEqualTo(Quote.LIFETIME);
        assertThat(attempt.instruction().orElseThrow().qrText().orElseThrow())
                .endsWith("?amount=0.70707071");

        settle(litecoin, attempt, "0.70707071", LTC);
        Invoice invoice = read(attempt);
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(invoice.irregularities()).isEmpty();
        PaymentView payment = payments(attempt).get(0);
        assertThat(payment.creditedAmount()).contains("49.00");
        assertThat(payment.rate()).contains("69.3");
        assertThat(payment.rateSource()).contains("kraken");
    }

    @Test
    void a_dollar_invoice_is_paid_by_phone_in_whole_shillings_and_rounding_is_no_overpayment() {
        AttemptView attempt = start(invoice("49.00", USD), "mpesa");
        assertThat(attempt.amount()).isEqualTo("6395.00");
        assertThat(attempt.rateSource()).contains("operator");
        settle(mpesa, attempt, "6395.00", KES);

        Invoice invoice = read(attempt);
        assertThat(invoice.paid()).hasToString("49.00 USD");
        assertThat(invoice.irregularities()).isEmpty();
        assertThat(
                        gateway.column(
                                Boolean.class,
                                "select rounding < 0 and rounding > -0.01 from transfer where"
                                        + " attempt_id = ?",
                                attempt.id()))
                .containsExactly(true);
    }

    @Test
    void a_shilling_invoice_is_paid_in_litecoin_over_dollars() {
        AttemptView attempt = start(invoice("5000", KES), "ltc");
        assertThat(attempt.rateSource()).contains("kraken+operator");
        assertThat(attempt.rate()).isEqualTo("8953.56");
        assertThat(attempt.amount()).isEqualTo("0.55843710");
    }

    @Test
    void what_came_by_one_way_is_not_asked_for_by_another() {
        Invoice invoice = invoice("49.00", USD);
        settle(litecoin, start(invoice, "ltc"), "0.30000000", LTC);
        AttemptView rest = start(invoice, "mpesa");
        assertThat(rest.creditedAmount()).isEqualTo("28.21");
        settle(mpesa, rest, rest.amount(), KES);
        assertThat(read(rest).status()).isEqualTo(InvoiceStatus.PAID);
    }

    // stale refuses the quote, not the invoice

    @Test
    void an_old_rate_refuses_the_quote_and_leaves_the_invoice_alone() {
        Invoice invoice = invoice("49.00", USD);
        age(Duration.ofMinutes(11));
        assertThat(offered(invoice)).contains("ltc");
        Problem problem = catchThrowableOfType(Problem.class, () -> start(invoice, "ltc"));
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo("rate-unavailable");
        assertThat(attempts.attempts(caller, invoice.link())).isEmpty();
        assertThat(invoices.get(caller, invoice.link()).status()).isEqualTo(InvoiceStatus.PENDING);
        assertThat(start(invoice, "mpesa").state()).isEqualTo("open");
    }

    @Test
    void only_what_can_be_asked_now_can_be_chosen_on_the_checkout() {
        Invoice invoice = invoice("49.00", USD);
        Method coin = offer(invoice, "ltc");
        assertThat(attempts.takes(invoice.total(), coin.descriptor())).isTrue();
        assertThat(attempts.takes(Money.of("0.01", USD), coin.descriptor())).isFalse();
        age(Duration.ofMinutes(11));
        assertThat(attempts.takes(invoice.total(), coin.descriptor())).isFalse();
    }

    @Test
    void an_amount_below_the_methods_least_is_refused_in_its_unit() {
        assertThatThrownBy(() -> start(invoice("0.01", USD), "ltc"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("takes amounts from 0.001 to any ltc")
                .hasMessageContaining("0.01 USD");
    }

    // a quote runs out

    @Test
    void a_payer_who_comes_back_late_gets_a_new_price_at_the_same_address() {
        Invoice invoice = invoice("49.00", USD);
        AttemptView first = start(invoice, "ltc");
        gateway.clock().advance(Quote.LIFETIME.plusSeconds(1));
        say("60.00");

        AttemptView again = start(invoice, "ltc");
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.amount()).isEqualTo("0.82491583");
        assertThat(again.quoteExpiresAt()).isEqualTo(now().plus(Quote.LIFETIME));
        assertThat(code(again)).isEqualTo(code(first));
        assertThat(again.instruction().orElseThrow().qrText().orElseThrow())
                .endsWith("?amount=0.82491583");

        settle(litecoin, again, "0.82491583", LTC);
        assertThat(read(again).paid()).hasToString("49.00 USD");
    }

    @Test
    void a_checkout_that_is_opened_again_asks_at_the_price_of_now() {
        Invoice invoice = invoice("49.00", USD);
        AttemptView first = start(invoice, "ltc");
        attempts.refresh(invoice);
        assertThat(quotes(first)).isEqualTo(1);

        gateway.clock().advance(Quote.LIFETIME.plusSeconds(1));
        say("60.00");
        attempts.refresh(invoice);
        attempts.refresh(invoice);
        assertThat(quotes(first)).isEqualTo(2);
        assertThat(attempts.latest(invoice).orElseThrow().amount()).isEqualTo("0.82491583");
    }

    @Test
    void where_no_new_price_can_be_had_all_stays_as_it_was() {
        Invoice invoice = invoice("49.00", USD);
        AttemptView first = start(invoice, "ltc");
        gateway.clock().advance(Quote.LIFETIME.plusSeconds(1));
        attempts.refresh(invoice);
        assertThat(attempts.latest(invoice)).contains(first);
        assertThat(catchThrowableOfType(Problem.class, () -> start(invoice, "ltc")).code())
                .isEqualTo("rate-unavailable");
        assertThat(attempts.latest(invoice)).contains(first);
    }

    @Test
    void an_invoice_whose_time_is_over_gets_no_new_price() {
        Invoice invoice = invoice("49.00", USD);
        AttemptView first = start(invoice, "ltc");
        gateway.clock().advance(Duration.ofMinutes(31));
        say("60.00");
        attempts.refresh(invoice);
        assertThat(quotes(first)).isEqualTo(1);
    }

    @Test
    void a_request_on_a_phone_keeps_its_amount_so_a_late_payer_gets_another_request() {
        Invoice invoice = invoice("49.00", USD);
        AttemptView first = start(invoice, "mpesa");
        gateway.clock().advance(Quote.LIFETIME.plusSeconds(1));
        attempts.refresh(invoice);
        assertThat(quotes(first)).isEqualTo(1);
        assertThat(start(invoice, "mpesa").id()).isNotEqualTo(first.id());
    }

    @Test
    void a_promise_made_after_the_first_money_is_kept_too() {
        Invoice invoice = invoice("49.00", USD);
        AttemptView attempt = start(invoice, "ltc");
        gateway.clock().advance(Duration.ofSeconds(1));
        settle(litecoin, attempt, "0.30000000", LTC);
        gateway.clock().advance(Quote.LIFETIME);
        say("60.00");
        AttemptView rest = start(invoice, "ltc");
        assertThat(rest.id()).isEqualTo(attempt.id());
        assertThat(rest.creditedAmount()).isEqualTo("28.21");
        gateway.clock().advance(Duration.ofSeconds(1));
        settle(litecoin, rest, rest.amount(), LTC);
        assertThat(read(rest).paid()).hasToString("49.00 USD");
        assertThat(read(rest).irregularities()).isEmpty();
    }

    // what money is worth that meets no promise

    @Test
    void late_money_is_worth_the_rate_of_when_it_is_seen() {
        AttemptView attempt = start(invoice("49.00", USD), "ltc");
        gateway.clock().advance(Quote.LIFETIME.plusSeconds(1));
        say("60.00");
        settle(litecoin, attempt, "0.70707071", LTC);

        PaymentView payment = payments(attempt).get(0);
        assertThat(payment.creditedAmount()).contains("42.00");
        assertThat(payment.rate()).contains("59.4");
        assertThat(payment.rateSource()).contains("kraken");
        assertThat(read(attempt).irregularities()).containsExactly(Irregularity.UNDERPAID);
    }

    @Test
    void money_is_never_refused_for_want_of_a_rate_and_says_that_its_rate_is_old() {
        AttemptView attempt = start(invoice("49.00", USD), "ltc");
        gateway.clock().advance(Quote.LIFETIME.plusSeconds(1));
        settle(litecoin, attempt, "0.70707071", LTC);

        PaymentView payment = payments(attempt).get(0);
        assertThat(payment.creditedAmount()).contains("49.00");
        assertThat(payment.rate()).contains("69.3");
        assertThat(payment.rateSource()).contains("kraken (last known)");
    }

    @Test
    void a_second_payment_of_one_promise_is_worth_the_rate_of_now() {
        AttemptView attempt = start(invoice("49.00", USD), "ltc");
        settle(litecoin, attempt, "0.70707071", LTC);
        say("60.00");
        settle(litecoin, attempt, "0.70707071", LTC);
        assertThat(payments(attempt))
                .extracting(payment -> payment.creditedAmount().orElseThrow())
                .containsExactlyInAnyOrder("49.00", "42.00");
    }

    @Test
    void a_promise_is_not_used_up_by_money_that_a_network_dropped() {
        AttemptView attempt = start(invoice("49.00", USD), "ltc");
        PaymentReport.Transfer seen =
                transfer("0.70707071", LTC, TransferState.DETECTED, now().minusSeconds(1));
        apply(litecoin, attempt, seen);
        apply(
                litecoin,
                attempt,
                new PaymentReport.Transfer(
                        seen.networkId(),
                        Set.of(),
                        seen.amount(),
                        TransferState.DROPPED,
                        seen.occurredAt(),
                        now(),
                        false));
        say("60.00");
        settle(litecoin, attempt, "0.70707071", LTC);
        assertThat(read(attempt).paid()).hasToString("49.00 USD");
    }

    @Test
    void stray_money_is_given_to_an_invoice_at_the_rate_of_now_or_not_at_all() {
        PaymentReport.Transfer stray = transfer("0.50000000", LTC, TransferState.SETTLED, now());
        invoices.apply(
                ChannelRef.of(litecoin),
                new PaymentReport(
                        new PaymentHandle("nobody-knows", ""),
                        PaymentReport.State.OPEN,
                        List.of(stray),
                        ""));
        PaymentService payments = gateway.get(PaymentService.class);
        UUID id =
                payments.list(caller, Optional.of(false), Optional.empty(), 10).items().get(0).id();
        Invoice real = invoice("49.00", CurrencyUnit.iso("BRL"));
        assertThat(
                        catchThrowableOfType(
                                        Problem.class,
                                        () -> payments.assign(caller, id, real.link()))
                                .code())
                .isEqualTo("payment-in-another-unit");
        Invoice dollars = invoice("49.00", USD);
        age(Duration.ofMinutes(11));
        assertThat(
                        catchThrowableOfType(
                                        Problem.class,
                                        () -> payments.assign(caller, id, dollars.link()))
                                .code())
                .isEqualTo("rate-unavailable");
        say("70.00");
        assertThat(payments.assign(caller, id, dollars.link()).creditedAmount()).contains("34.65");
    }

    // rates know no shop's time

    @Test
    void a_sandbox_clock_moves_the_quote_and_not_the_rate() {
        Shop sandbox = TestShops.shop(gateway, merchant, Environment.SANDBOX);
        Caller practising = Callers.of(merchant);
        gateway.get(ChannelService.class)
                .create(
                        practising,
                        new ChannelService.Wish(
                                Optional.of(sandbox.id()), "ltc", "Coins", Map.of()));
        gateway.get(ShopService.class).advanceClock(practising, sandbox.id(), Duration.ofDays(1));
        Invoice invoice = invoice(sandbox, "49.00", USD, now().plus(Duration.ofDays(1)));
        AttemptView attempt = start(invoice, "ltc");
        assertThat(attempt.rate()).isEqualTo("69.3");
        assertThat(attempt.quoteExpiresAt())
                .isEqualTo(now().plus(Duration.ofDays(1)).plus(Quote.LIFETIME));
    }

    private static String provider(
            String id, String kind, String unit, String increment, boolean watches) {
        String name = id.equals("ltc") ? "Coin" : "Phone";
        String least = id.equals("ltc") ? "0.001" : "1";
        String source =
                """
                package sample;

                import java.math.BigDecimal;
                import java.util.*;
                import org.bluejay.connector.*;
                import org.bluejay.connector.network.*;

                public final class %s implements PaymentNetworkProvider%s {

                    public NetworkDescriptor descriptor() {
                        return new NetworkDescriptor("%s", "Sample", "1.0.0", new SpiVersion(1, 0),
                            Maturity.BETA, false, List.of(new MethodDescriptor("%s", "Sample",
                                MethodDescriptor.Kind.%s, Set.of("%s"), new BigDecimal("%s"),
                                new BigDecimal("%s"), BigDecimal.ZERO, ConfigSchema.of())));
                    }

                    public ConfigSchema settings() {
                        return ConfigSchema.of();
                    }

                    public PaymentNetwork open(Settings settings, ConnectorContext context) {
                        return new Network(settings, context);
                    }
                %s
                }
                """;
        String watching =
                """
                    public ConfigSchema sourceSettings() {
                        return ConfigSchema.of();
                    }

                    public Source openSource(Settings settings, ConnectorContext context) {
                        throw new UnsupportedOperationException("nobody reads this book");
                    }
                """;
        return source.formatted(
                name,
                watches ? ", Watches" : "",
                id,
                id,
                kind,
                unit,
                increment,
                least,
                watches ? watching : "");
    }

    /** Whether it was ever read, or only set up. */
    private static void chainIsRead(boolean read) {
        gateway.inTransaction(
                () -> {
                    Database database = gateway.get(Database.class);
                    database.update("delete from source");
                    // The other environment's does not count.
                    database.update(
                            """
                            insert into source (network, environment, position, lease_owner, leased_until)
                            values ('ltc', 'live', ?, gen_random_uuid(), now()),
                                ('ltc', 'sandbox', 'elsewhere', gen_random_uuid(), now())\
                            """,
                            read ? "here" : "");
                });
    }

    /** What the poller has heard last. */
    private static void say(String dollars) {
        gateway.inTransaction(
                () ->
                        gateway.get(Database.class)
                                .update(
                                        """
                                        insert into rate values ('LTC', 'USD', 'kraken', cast(? as numeric), cast(? as numeric), ?)
                                        on conflict (base, quote, source) do update
                                        set bid = excluded.bid, ask = excluded.ask, as_of = excluded.as_of\
                                        """,
                                        dollars,
                                        dollars,
                                        now()));
    }

    private static void age(Duration by) {
        gateway.inTransaction(
                () ->
                        gateway.get(Database.class)
                                .update("update rate set as_of = ?", now().minus(by)));
    }

    private static void forget() {
        gateway.inTransaction(() -> gateway.get(Database.class).update("delete from rate"));
    }

    private Channel channel(String network) {
        return gateway.get(ChannelService.class)
                .create(
                        caller,
                        new ChannelService.Wish(Optional.of(shop.id()), network, "Mine", Map.of()));
    }

    private Invoice invoice(String amount, CurrencyUnit unit) {
        return invoice(shop, amount, unit, now());
    }

    private static Invoice invoice(Shop of, String amount, CurrencyUnit unit, Instant at) {
        Invoice invoice =
                new Invoice(
                        Ids.next(),
                        Ids.token(Invoice.LINK_LENGTH),
                        new Invoice.Order(
                                of.merchantId(),
                                of.id(),
                                of.environment(),
                                Money.of(amount, unit),
                                null,
                                null,
                                Duration.ofMinutes(30),
                                List.of(),
                                null,
                                null,
                                null,
                                "{}",
                                null),
                        at,
                        at.plus(Duration.ofMinutes(30)));
        gateway.inTransaction(() -> gateway.get(InvoiceRepository.class).add(invoice));
        return invoice;
    }

    private static List<String> offered(Invoice invoice) {
        return attempts.offers(invoice).stream().map(offer -> offer.descriptor().id()).toList();
    }

    private static Method offer(Invoice invoice, String method) {
        return attempts.offers(invoice).stream()
                .filter(offer -> offer.descriptor().id().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static AttemptView start(Invoice invoice, String method) {
        return attempts.start(invoice, new NewAttempt(method, null, Map.of()));
    }

    private static void settle(
            Channel channel, AttemptView attempt, String amount, CurrencyUnit unit) {
        apply(channel, attempt, transfer(amount, unit, TransferState.SETTLED, now()));
    }

    private static PaymentReport.Transfer transfer(
            String amount, CurrencyUnit unit, TransferState state, Instant at) {
        return new PaymentReport.Transfer(
                Ids.token(20), Set.of(), Money.of(amount, unit), state, at, at, false);
    }

    private static void apply(
            Channel channel, AttemptView attempt, PaymentReport.Transfer transfer) {
        invoices.apply(
                ChannelRef.of(channel),
                new PaymentReport(
                        new PaymentHandle(attempt.id().toString(), ""),
                        PaymentReport.State.OPEN,
                        List.of(transfer),
                        ""));
    }

    private static String code(AttemptView attempt) {
        return attempt.instruction().orElseThrow().copyText().orElseThrow();
    }

    private static int quotes(AttemptView attempt) {
        return gateway.column(
                        Integer.class,
                        "select count(*) from quote where attempt_id = ?",
                        attempt.id())
                .get(0);
    }

    private static Invoice read(AttemptView attempt) {
        return invoices.ofAttempt(attempt).orElseThrow();
    }

    private List<PaymentView> payments(AttemptView attempt) {
        return gateway
                .get(PaymentService.class)
                .list(caller, Optional.of(true), Optional.empty(), 50)
                .items()
                .stream()
                .filter(payment -> payment.attemptId().filter(attempt.id()::equals).isPresent())
                .toList();
    }

    private static Instant now() {
        return gateway.clock().instant();
    }
}
