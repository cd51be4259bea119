package org.bluejay.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class MarketTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    @Test
    void who_sells_gets_the_bid_and_who_buys_pays_the_ask() throws Exception {
        Market market = market(price("LTC/USD", "kraken", "72", "73", 0));
        assertThat(market.sale("LTC", "USD").value()).isEqualByComparingTo("72");
        assertThat(market.sale("USD", "LTC").value())
                .isLessThan(new BigDecimal("0.013698630136986302"))
                .isGreaterThan(new BigDecimal("0.0136986301369862"));
    }

    @Test
    void crosses_over_dollars_where_there_is_no_direct_price() throws Exception {
        Market market =
                market(
                        price("LTC/USD", "kraken", "72", "73", 3),
                        price("USD/KES", "operator", "129.20", "129.20", 0));
        Market.Sale sale = market.sale("LTC", "KES");
        assertThat(sale.value()).isEqualByComparingTo("9302.40");
        assertThat(sale.source()).isEqualTo("kraken+operator");
        assertThat(sale.asOf()).isEqualTo(NOON.minus(Duration.ofMinutes(3)));
        assertThat(market.sale("KES", "LTC").value())
                .isBetween(new BigDecimal("0.00010602654"), new BigDecimal("0.00010602656"));
    }

    @Test
    void a_direct_price_goes_before_a_crossing() throws Exception {
        Market market =
                market(
                        price("LTC/USD", "kraken", "72", "72", 0),
                        price("EUR/USD", "kraken", "1.20", "1.20", 0),
                        price("LTC/EUR", "kraken", "61", "61", 0));
        assertThat(market.sale("LTC", "EUR").value()).isEqualByComparingTo("61");
    }

    @Test
    void the_operators_word_goes_before_all_others_and_is_not_compared() throws Exception {
        Market market =
                market(
                        price("LTC/USD", "kraken", "72", "72", 0),
                        price("LTC/USD", "operator", "50", "50", 0));
        assertThat(market.sale("LTC", "USD").value()).isEqualByComparingTo("50");
    }

    @Test
    void an_old_price_is_refused_by_name_and_time() {
        Market market = market(price("LTC/USD", "kraken", "72", "72", 11));
        assertThatThrownBy(() -> market.sale("LTC", "USD"))
                .isInstanceOf(Market.NoRate.class)
                .hasMessageContaining("LTC in USD is older than PT10M")
                .hasMessageContaining("kraken said 72 at 2026-01-01T11:49:00Z")
                .hasMessageContaining("bluejay.rates.fixed");
    }

    @Test
    void one_old_leg_spoils_a_crossing() {
        Market market =
                market(
                        price("LTC/USD", "kraken", "72", "72", 0),
                        price("EUR/USD", "kraken", "1.2", "1.2", 11));
        assertThatThrownBy(() -> market.sale("LTC", "EUR")).hasMessageContaining("USD in EUR");
    }

    @Test
    void a_price_serves_until_the_last_moment_of_its_age() throws Exception {
        Market market = market(price("LTC/USD", "kraken", "72", "72", 10));
        assertThat(market.sale("LTC", "USD").value()).isEqualByComparingTo("72");
    }

    @Test
    void sources_that_differ_by_more_than_two_in_a_hundred_are_not_believed() throws Exception {
        Price kraken = price("LTC/USD", "kraken", "100", "100", 0);
        assertThat(
                        market(kraken, price("LTC/USD", "coingecko", "102", "102", 0))
                                .sale("LTC", "USD")
                                .source())
                .isEqualTo("kraken");
        for (String other : List.of("102.01", "98")) {
            Market market = market(kraken, price("LTC/USD", "coingecko", other, other, 0));
            assertThatThrownBy(() -> market.sale("LTC", "USD"))
                    .hasMessageContaining("differ by more than 2 %")
                    .hasMessageContaining("kraken said 100")
                    .hasMessageContaining("coingecko said " + other);
            assertThatThrownBy(() -> market.sale("USD", "LTC")).hasMessageContaining("differ");
        }
    }

    @Test
    void an_old_source_neither_serves_nor_disputes() throws Exception {
        Market market =
                market(
                        price("LTC/USD", "kraken", "100", "100", 30),
                        price("LTC/USD", "coingecko", "50", "50", 1));
        assertThat(market.sale("LTC", "USD").source()).isEqualTo("coingecko");
    }

    @Test
    void what_nobody_has_priced_is_said_with_what_to_do() {
        Market market = market(price("LTC/USD", "kraken", "100", "100", 0));
        assertThatThrownBy(() -> market.sale("LTC", "KES"))
                .hasMessageContaining("no source has given a price of LTC in KES yet")
                .hasMessageContaining("bluejay.rates.pairs");
        assertThatThrownBy(() -> market.sale("USD", "KES")).isInstanceOf(Market.NoRate.class);
    }

    @Property
    void there_and_back_never_gains(
            @ForAll @BigRange(min = "0.000001", max = "999999") @Scale(6) BigDecimal bid,
            @ForAll @BigRange(min = "1", max = "1.04") @Scale(4) BigDecimal gap)
            throws Exception {
        Price price = new Price(Pair.parse("LTC/USD"), "kraken", bid, bid.multiply(gap), NOON);
        Market market = market(price);
        BigDecimal there = market.sale("LTC", "USD").value();
        BigDecimal back = market.sale("USD", "LTC").value();
        assertThat(there.multiply(back)).isLessThanOrEqualTo(BigDecimal.ONE);
    }

    private static Market market(Price... prices) {
        return new Market(List.of(prices), NOON, MAX_AGE);
    }

    private static Price price(String pair, String source, String bid, String ask, int minutesOld) {
        return new Price(
                Pair.parse(pair),
                source,
                new BigDecimal(bid),
                new BigDecimal(ask),
                NOON.minus(Duration.ofMinutes(minutesOld)));
    }
}
