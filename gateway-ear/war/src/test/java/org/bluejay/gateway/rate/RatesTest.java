package org.bluejay.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.gateway.shared.Platform;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a source over the database to a rate, on a real PostgreSQL. */
class RatesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    private static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    private static final CurrencyUnit LTC = new CurrencyUnit("ltc", 8);
    private static final CurrencyUnit LTC_AS_UNIT_OF_ACCOUNT = new CurrencyUnit("LTC", 8);
    private static final Map<String, String> KRAKEN =
            Map.of("sources", "kraken", "pairs", "LTC/USD");

    private final DataSource database = TestDatabase.fresh();
    private final Jdbi jdbi = Platform.jdbi(database);
    private final StoppedClock clock = new StoppedClock(NOON);
    private final StandIn standIn = new StandIn();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void what_a_source_says_becomes_a_rate_with_the_spread_taken_off() {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        RateNode node = node(KRAKEN);
        node.round();

        Rate rate = node.rates.of(LTC, USD);
        assertThat(rate)
                .isEqualTo(
                        new Rate(
                                LTC,
                                USD,
                                new BigDecimal("71.280000000000000000"),
                                "kraken",
                                new BigDecimal("0.01"),
                                NOON));
    }

    @Test
    void what_the_operator_entered_needs_no_source_and_does_not_age() {
        RateNode node = node(Map.of("fixed", "LTC/USD=72.35, USD/KES=129.20", "spread", "0"));
        assertThat(node.rates.of(LTC, USD).value()).isEqualByComparingTo("72.35");
        clock.advance(Duration.ofDays(900));
        Rate crossed = node.rates.of(LTC, KES);
        assertThat(crossed.value()).isEqualByComparingTo("9347.62");
        assertThat(crossed.source()).isEqualTo("operator");
        assertThat(standIn.asked).isEmpty();
    }

    @Test
    void an_asset_and_the_unit_of_account_of_its_symbol_are_the_same_thing() {
        RateNode node = node(Map.of());
        Rate rate = node.rates.of(LTC, LTC_AS_UNIT_OF_ACCOUNT);
        assertThat(rate.value()).isEqualByComparingTo("1");
        assertThat(rate.isOfTheSame()).isTrue();
        assertThat(
                        node.rates.areTheSame(
                                new CurrencyUnit("usdt-bsc", 18), new CurrencyUnit("USDT", 6)))
                .isTrue();
        assertThat(node.rates.areTheSame(LTC, USD)).isFalse();
    }

    @Test
    void there_is_a_path_where_there_is_meant_to_be_a_rate() {
        RateNode node =
                node(Map.of("sources", "kraken", "pairs", "LTC/USD", "fixed", "USD/KES=129"));
        assertThat(node.rates.hasPath(LTC, USD)).isTrue();
        assertThat(node.rates.hasPath(USD, LTC)).isTrue();
        assertThat(node.rates.hasPath(KES, LTC)).isTrue();
        assertThat(node.rates.hasPath(LTC, CurrencyUnit.iso("BRL"))).isFalse();
        assertThat(node(Map.of()).rates.hasPath(LTC, USD)).isFalse();
        assertThat(node(Map.of()).rates.hasPath(LTC, LTC_AS_UNIT_OF_ACCOUNT)).isTrue();
    }

    @Test
    void a_rate_that_is_missing_is_a_problem_that_says_which_and_what_to_do() {
        Problem problem =
                catchThrowableOfType(Problem.class, () -> node(KRAKEN).rates.of(LTC, USD));
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo("rate-unavailable");
        assertThat(problem.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(problem)
                .hasMessageContaining("LTC in USD")
                .hasMessageContaining("bluejay.rates.fixed");
    }

    @Test
    void a_price_that_is_not_renewed_ages_out_of_use() {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        RateNode node = node(KRAKEN);
        node.round();
        clock.advance(Duration.ofMinutes(10));
        assertThat(node.rates.current(LTC, USD)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(node.rates.current(LTC, USD)).isEmpty();
        assertThatThrownBy(() -> node.rates.of(LTC, USD))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("older than PT10M");
    }

    @Test
    void an_older_answer_that_comes_late_changes_nothing() {
        standIn.simplePrice = coin("100", NOON);
        RateNode node = node(Map.of("sources", "coingecko", "pairs", "LTC/USD"));
        node.round();
        standIn.simplePrice = coin("50", NOON.minusSeconds(1));
        due();
        node.round();
        assertThat(node.rates.of(LTC, USD).value()).isEqualByComparingTo("99");
    }

    @Test
    void a_source_or_a_pair_that_is_no_longer_wanted_serves_no_more() {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        node(KRAKEN).round();
        assertThat(node(KRAKEN).rates.current(LTC, USD)).isPresent();
        assertThat(node(Map.of("sources", "coingecko", "pairs", "LTC/USD")).rates.current(LTC, USD))
                .isEmpty();
        assertThat(node(Map.of("sources", "kraken", "pairs", "BTC/USD")).rates.current(LTC, USD))
                .isEmpty();
    }

    @Test
    void two_sources_that_differ_give_no_rate() {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        standIn.simplePrice = coin("74.00", NOON);
        RateNode node = node(Map.of("sources", "kraken,coingecko", "pairs", "LTC/USD"));
        node.round();
        assertThatThrownBy(() -> node.rates.of(LTC, USD))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("kraken said 72")
                .hasMessageContaining("coingecko said 74");
    }

    @Test
    void of_many_nodes_one_asks_and_all_know() throws Exception {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        List<RateNode> nodes = List.of(node(KRAKEN), node(KRAKEN), node(KRAKEN), node(KRAKEN));
        CountDownLatch together = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            List<Future<Duration>> rounds =
                    nodes.stream()
                            .map(
                                    node ->
                                            threads.submit(
                                                    () -> {
                                                        together.await();
                                                        return node.round();
                                                    }))
                            .toList();
            together.countDown();
            for (Future<Duration> round : rounds) {
                assertThat(round.get(20, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(10));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(standIn.asked).hasSize(1);
        assertThat(nodes).allMatch(node -> node.rates.current(LTC, USD).isPresent());
    }

    @Test
    void a_source_is_asked_again_when_it_is_due_and_not_before() {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        RateNode node = node(KRAKEN);
        node.round();
        node.round();
        assertThat(standIn.asked).hasSize(1);
        due();
        node.round();
        assertThat(standIn.asked).hasSize(2);
    }

    @Test
    void a_node_that_died_while_it_asked_is_replaced_when_its_lease_has_run_out() {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        RateNode node = node(KRAKEN);
        Optional<Integer> taken =
                node.poller.work.inTransaction(handle -> RateStore.take(handle, "kraken"));
        assertThat(taken).contains(0);
        node.round();
        assertThat(standIn.asked).isEmpty();
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "update rate_source set leased_until = now() - interval '1 s'"));
        node.round();
        assertThat(standIn.asked).hasSize(1);
    }

    @Test
    void a_source_that_fails_is_asked_less_and_less_often_and_its_last_word_stays() {
        standIn.ticker("LTCUSD", "72.00", "72.10");
        RateNode node = node(KRAKEN);
        node.round();
        standIn.breakWith(500, "oops");
        for (long pause : new long[] {60, 120, 240, 300, 300}) {
            due();
            node.round();
            assertThat(pauseInSeconds()).isBetween(pause - 5, pause);
        }
        assertThat(node.rates.of(LTC, USD).source()).isEqualTo("kraken");
        standIn.broken = null;
        due();
        node.round();
        assertThat(pauseInSeconds()).isBetween(25L, 30L);
    }

    @Test
    void a_source_that_wants_to_be_left_alone_is_for_an_hour_at_most() {
        RateNode node = node(KRAKEN);
        standIn.broken = new StandIn.Broken(429, "", Map.of("Retry-After", "900"));
        node.round();
        assertThat(pauseInSeconds()).isBetween(890L, 900L);
        standIn.broken = new StandIn.Broken(429, "", Map.of("Retry-After", "99999"));
        due();
        node.round();
        assertThat(pauseInSeconds()).isBetween(3_590L, 3_600L);
    }

    @Test
    void one_source_that_fails_does_not_keep_the_other_from_being_asked() {
        standIn.simplePrice = coin("100", NOON);
        RateNode node = node(Map.of("sources", "kraken,coingecko", "pairs", "LTC/USD"));
        node.round();
        assertThat(node.rates.of(LTC, USD).source()).isEqualTo("coingecko");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fixed|LTC/USD|is not a rate such as LTC/USD=72.35",
                "fixed|LTC/USD=cheap|'cheap' is not a price",
                "fixed|LTC/USD=0|LTC/USD cannot be",
                "fixed|ltc/USD=1|is not a pair such as LTC/USD",
                "fixed|LTC/USD=72,USD/LTC=0.013|USD/LTC is entered twice",
                "fixed|LTC/USD=72,LTC/USD=73|LTC/USD is entered twice",
                "sources|kraken,mtgox|'mtgox' is not a source; there are kraken and coingecko",
                "spread|1|must be from 0 to 0.25",
                "spread|-0.01|is not a price",
                "refresh|PT0S|must be at least a second",
                "max-age|PT-1S|must be at least a second"
            })
    void a_mistake_in_a_setting_is_told_by_the_settings_name(
            String setting, String value, String fault) {
        assertThatThrownBy(() -> node(Map.of(setting, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bluejay.rates." + setting + ": ")
                .hasMessageContaining(fault);
    }

    private RateNode node(Map<String, String> wanted) {
        return new RateNode(database, clock, standIn, wanted);
    }

    private static String coin(String usd, Instant at) {
        return "{\"litecoin\":{\"usd\":%s,\"last_updated_at\":%d}}"
                .formatted(usd, at.getEpochSecond());
    }

    private void due() {
        jdbi.useHandle(handle -> handle.execute("update rate_source set next_poll_at = now()"));
    }

    private long pauseInSeconds() {
        return jdbi.withHandle(
                handle ->
                        handle.select(
                                        "select extract(epoch from next_poll_at - now()) from"
                                                + " rate_source")
                                .mapTo(Long.class)
                                .one());
    }
}
