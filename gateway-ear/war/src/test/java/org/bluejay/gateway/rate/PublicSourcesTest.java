package org.bluejay.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.gateway.http.AddressGuard;
import org.bluejay.gateway.http.ConnectorHttp;
import org.bluejay.gateway.http.OutboundHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicSourcesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final StandIn standIn = new StandIn();
    private final StoppedClock clock = new StoppedClock(NOON);
    private final RateSource kraken = new Kraken(standIn.http(), standIn.url(), clock);
    private final RateSource coinGecko = new CoinGecko(standIn.http(), standIn.url(), clock);

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void kraken_tells_bid_and_ask_under_names_of_its_own() throws Exception {
        standIn.ticker("XBTUSD", "52609.5", "52609.6");
        assertThat(kraken.prices(pairs("BTC/USD")))
                .containsExactly(price("BTC/USD", "kraken", "52609.5", "52609.6", NOON));
    }

    @Test
    void a_pair_that_kraken_does_not_trade_does_not_spoil_the_others() throws Exception {
        standIn.ticker("LTCUSD", "72.1", "72.3");
        assertThat(kraken.prices(pairs("USD/KES", "LTC/USD")))
                .containsExactly(price("LTC/USD", "kraken", "72.1", "72.3", NOON));
        assertThatThrownBy(() -> kraken.prices(pairs("USD/KES")))
                .isInstanceOf(SourceFailure.class)
                .hasMessage("said EQuery:Unknown asset pair");
    }

    @Test
    void kraken_is_not_asked_on_once_it_wants_to_be_left_alone() {
        standIn.tickers.put("LTCUSD", "{\"error\":[\"EAPI:Rate limit exceeded\"]}");
        SourceFailure failure =
                catchThrowableOfType(
                        SourceFailure.class, () -> kraken.prices(pairs("LTC/USD", "BTC/USD")));
        assertThat(failure.retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(standIn.asked).hasSize(1);
    }

    @Test
    void coingecko_is_asked_once_for_all_and_says_how_old_its_prices_are() throws Exception {
        standIn.simplePrice =
                """
                {"bitcoin":{"usd":67187.3358,"brl":3.4E+5,"last_updated_at":%d},
                 "litecoin":{"usd":7.235e1,"brl":390,"last_updated_at":%d}}\
                """
                        .formatted(
                                NOON.minusSeconds(90).getEpochSecond(),
                                NOON.plusSeconds(90).getEpochSecond());
        assertThat(coinGecko.prices(pairs("BTC/USD", "LTC/USD", "BTC/BRL", "USD/KES")))
                .containsExactly(
                        price(
                                "BTC/USD",
                                "coingecko",
                                "67187.3358",
                                "67187.3358",
                                NOON.minusSeconds(90)),
                        price("LTC/USD", "coingecko", "72.35", "72.35", NOON),
                        price("BTC/BRL", "coingecko", "340000", "340000", NOON.minusSeconds(90)));
        assertThat(standIn.asked)
                .containsExactly(
                        "/api/v3/simple/price?ids=bitcoin,litecoin&vs_currencies=brl,usd"
                                + "&include_last_updated_at=true");
    }

    @Test
    void digits_come_through_as_they_were_written() throws Exception {
        standIn.simplePrice =
                "{\"tether\":{\"usd\":0.1000000000000000055511151231257827,\"last_updated_at\":1}}";
        assertThat(coinGecko.prices(pairs("USDT/USD")).get(0).bid())
                .isEqualTo(new BigDecimal("0.100000000000000005"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"litecoin\":{}}",
                "{\"litecoin\":{\"usd\":72.35}}",
                "{\"litecoin\":{\"usd\":72.35,\"last_updated_at\":\"now\"}}",
                "{\"litecoin\":{\"usd\":72.35,\"last_updated_at\":1e300}}",
                "{\"litecoin\":{\"usd\":null,\"last_updated_at\":1711356300}}",
                "{\"litecoin\":{\"usd\":-72.35,\"last_updated_at\":1711356300}}",
                "{\"litecoin\":{\"usd\":0,\"last_updated_at\":1711356300}}",
                "{\"litecoin\":{\"usd\":1e999999999,\"last_updated_at\":1711356300}}",
                "{\"litecoin\":{\"usd\":[72.35],\"last_updated_at\":1711356300}}"
            })
    void an_answer_without_a_price_is_a_failure_and_not_a_price(String answer) {
        standIn.simplePrice = answer;
        assertThatThrownBy(() -> coinGecko.prices(pairs("LTC/USD")))
                .isInstanceOf(SourceFailure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"error\":[]}",
                "{\"error\":[],\"result\":{}}",
                "{\"error\":[],\"result\":{\"A\":{},\"B\":{}}}",
                "{\"error\":[],\"result\":{\"A\":{\"a\":[\"72\"]}}}",
                "{\"error\":[],\"result\":{\"A\":{\"a\":[\"70\"],\"b\":[\"72\"]}}}",
                "{\"error\":[],\"result\":{\"A\":{\"a\":[\"NaN\"],\"b\":[\"NaN\"]}}}",
                "{\"error\":[],\"result\":{\"A\":{\"a\":[\"1e99\"],\"b\":[\"1e99\"]}}}"
            })
    void a_ticker_without_a_market_is_a_failure_and_not_a_price(String answer) {
        standIn.tickers.put("LTCUSD", answer);
        assertThatThrownBy(() -> kraken.prices(pairs("LTC/USD"))).isInstanceOf(SourceFailure.class);
    }

    static Stream<Arguments> answers_that_are_none() {
        return Stream.of(
                Arguments.of(429, "{}", "answered 429"),
                Arguments.of(500, "{\"error\":[]}", "answered 500"),
                Arguments.of(302, "", "answered 302"),
                Arguments.of(200, "<!DOCTYPE html><title>Hello</title>", "not JSON"),
                Arguments.of(200, "", "something else than a JSON object"),
                Arguments.of(200, "[1]", "something else than a JSON object"),
                Arguments.of(200, "{\"litecoin\":{\"usd\":72.3", "not JSON"),
                Arguments.of(200, "{\"a\":1,\"a\":2}", "not JSON"),
                Arguments.of(200, "{\"a\":" + "[".repeat(5_000), "not JSON"),
                Arguments.of(200, "{\"a\":" + "9".repeat(5_000) + "}", "not JSON"),
                Arguments.of(200, " ".repeat((1 << 20) + 1), "did not answer"));
    }

    @ParameterizedTest
    @MethodSource("answers_that_are_none")
    void whatever_is_no_answer_is_a_failure_that_says_so(int status, String body, String said) {
        standIn.breakWith(status, body);
        for (RateSource source : List.of(kraken, coinGecko)) {
            assertThatThrownBy(() -> source.prices(pairs("LTC/USD")))
                    .isInstanceOf(SourceFailure.class)
                    .hasMessageContaining(said);
        }
    }

    @Test
    void a_source_says_how_long_it_wants_to_be_left_alone() {
        standIn.broken = new StandIn.Broken(429, "", Map.of("Retry-After", "120"));
        for (RateSource source : List.of(kraken, coinGecko)) {
            SourceFailure failure =
                    catchThrowableOfType(
                            SourceFailure.class, () -> source.prices(pairs("LTC/USD")));
            assertThat(failure.retryAfter()).contains(Duration.ofMinutes(2));
        }
    }

    @Test
    void a_private_address_is_not_asked_unless_the_operator_has_named_it() {
        try (OutboundHttp way = OutboundHttp.secure(AddressGuard.publicOnly())) {
            Kraken guarded = new Kraken(new ConnectorHttp(way), standIn.url(), clock);
            assertThatThrownBy(() -> guarded.prices(pairs("LTC/USD")))
                    .isInstanceOf(SourceFailure.class)
                    .hasMessageContaining("could not be reached");
        }
        assertThat(standIn.asked).isEmpty();
    }

    private static Price price(String pair, String source, String bid, String ask, Instant asOf) {
        return new Price(Pair.parse(pair), source, new BigDecimal(bid), new BigDecimal(ask), asOf);
    }

    private static Set<Pair> pairs(String... texts) {
        Set<Pair> pairs = new LinkedHashSet<>();
        Stream.of(texts).map(Pair::parse).forEach(pairs::add);
        return pairs;
    }
}
