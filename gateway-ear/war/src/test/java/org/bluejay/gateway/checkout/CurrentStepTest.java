package org.bluejay.gateway.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.gateway.invoice.AttemptView;
import org.bluejay.gateway.invoice.Instruction;
import org.bluejay.gateway.network.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrentStepTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final CurrencyUnit KES = CurrencyUnit.iso("KES");
    private static final List<Method> OFFERS =
            List.of(new Method(new UUID(0, 1), "pix", StagedViews.PIX));
    private static final Instruction CODE =
            new Instruction(
                    "show-code",
                    Optional.of("code"),
                    Optional.of("qr"),
                    Optional.of(URI.create("pix:1")),
                    Optional.empty(),
                    Optional.empty());

    @Test
    void shows_the_code_of_an_open_attempt_under_the_name_the_payer_knows() {
        assertThat(step(attempt("open", "1500.00", Optional.of(CODE)), "1500"))
                .contains(
                        new Step.ShowCode(
                                "pix",
                                "Pix",
                                Money.of("1500", KES),
                                "code",
                                "qr",
                                Optional.of(URI.create("pix:1"))));
    }

    @Test
    void reads_requests_for_approval_and_redirects() {
        Instruction approval =
                new Instruction(
                        "await-approval",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("0712 *** 678"),
                        Optional.empty());
        URI there = URI.create("https://cards.example/1");
        Instruction redirect =
                new Instruction(
                        "redirect",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(there),
                        Optional.empty(),
                        Optional.of(there));

        assertThat(step(attempt("open", "10.00", Optional.of(approval)), "10"))
                .containsInstanceOf(Step.AwaitApproval.class);
        assertThat(step(attempt("open", "10.00", Optional.of(redirect)), "10"))
                .containsInstanceOf(Step.Redirect.class);
    }

    @Test
    void never_asks_to_pay_again_while_it_is_unknown_whether_money_moved() {
        assertThat(step(attempt("unknown", "10.00", Optional.empty()), "10"))
                .contains(new Step.Unclear("pix", "Pix"));
        assertThat(step(attempt("starting", "10.00", Optional.empty()), "10"))
                .contains(new Step.Preparing("pix", "Pix"));
    }

    @Test
    void tells_what_never_began_from_what_was_declined() {
        assertThat(step(attempt("failed", "10.00", Optional.empty()), "10"))
                .contains(new Step.NotStarted("pix", "Pix"));
        assertThat(step(attempt("failed", "10.00", Optional.of(CODE)), "10"))
                .contains(new Step.Refused("pix", "Pix"));
        assertThat(step(attempt("completed", "10.00", Optional.of(CODE)), "10")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1500.00,1500,true",
        "1500.00,1499.50,false",
        "1500.00,1000,false",
        "10.00,20,true"
    })
    void is_dropped_when_it_would_pay_more_than_remains(
            String asked, String remaining, boolean shown) {
        assertThat(step(attempt("open", asked, Optional.of(CODE)), remaining).isPresent())
                .isEqualTo(shown);
    }

    @Test
    void does_not_take_rounding_up_to_whole_units_for_too_much() {
        Method whole =
                new Method(
                        new UUID(0, 1),
                        "pix",
                        new MethodDescriptor(
                                "pix",
                                "Pix",
                                StagedViews.PIX.kind(),
                                StagedViews.PIX.currencies(),
                                BigDecimal.ONE,
                                StagedViews.PIX.min(),
                                StagedViews.PIX.max(),
                                StagedViews.PIX.inputs()));
        AttemptView attempt =
                view("open", "1500.00", "KES", "1499.50", Optional.empty(), Optional.of(CODE));

        assertThat(CurrentStep.of(attempt, List.of(whole), Money.of("1499.50", KES), NOON))
                .isPresent();
        assertThat(CurrentStep.of(attempt, List.of(whole), Money.of("1499", KES), NOON)).isEmpty();
    }

    @Test
    void is_dropped_when_the_price_of_the_asset_has_run_out() {
        AttemptView attempt = bitcoin();
        Money remaining = Money.of("15", KES);

        assertThat(CurrentStep.of(attempt, OFFERS, remaining, NOON)).isPresent();
        assertThat(CurrentStep.of(attempt, OFFERS, remaining, NOON.plus(Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void says_what_an_amount_in_another_unit_pays_and_for_how_long() {
        assertThat(CurrentStep.exchange(bitcoin(), Money.of("15", KES), NOON))
                .contains(
                        new Exchange(
                                Money.of("0.00150000", StagedViews.BTC), Money.of("15", KES), 900));
        assertThat(
                        CurrentStep.exchange(
                                attempt("open", "10.00", Optional.of(CODE)),
                                Money.of("10", KES),
                                NOON))
                .isEmpty();
    }

    private static AttemptView bitcoin() {
        return view("open", "0.00150000", "btc", "15.00", Optional.of("kraken"), Optional.of(CODE));
    }

    private static Optional<Step> step(AttemptView attempt, String remaining) {
        return CurrentStep.of(attempt, OFFERS, Money.of(remaining, KES), NOON);
    }

    private static AttemptView attempt(
            String state, String amount, Optional<Instruction> instruction) {
        return view(state, amount, "KES", amount, Optional.empty(), instruction);
    }

    private static AttemptView view(
            String state,
            String amount,
            String asset,
            String credited,
            Optional<String> rateSource,
            Optional<Instruction> instruction) {
        return new AttemptView(
                new UUID(0, 2),
                new UUID(0, 3),
                "pix",
                "pix",
                new UUID(0, 1),
                state,
                amount,
                asset,
                credited,
                rateSource.isPresent() ? "10000" : "1",
                rateSource,
                rateSource.map(source -> "0.01"),
                NOON.plus(Duration.ofMinutes(15)),
                instruction,
                Optional.empty(),
                NOON,
                Optional.empty());
    }
}
