package org.bluejay.network.mpesa;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StkCallbackTest {

    /** As Safaricom documents it. */
    private static final String PAID =
            """
            {"Body":{"stkCallback":{"MerchantRequestID":"29115-34620561-1","CheckoutRequestID":"ws_CO_191220191020363925",
             "ResultCode":0,"ResultDesc":"The service request is processed successfully.",
             "CallbackMetadata":{"Item":[{"Name":"Amount","Value":1.00},{"Name":"MpesaReceiptNumber","Value":"NLJ7RT61SV"},
             {"Name":"Balance"},{"Name":"TransactionDate","Value":20191219102115},{"Name":"PhoneNumber","Value":254708374149}]}}}}
            """;

    private static final StkCallback READ =
            new StkCallback(
                    "29115-34620561-1",
                    "ws_CO_191220191020363925",
                    "0",
                    Optional.of("NLJ7RT61SV"),
                    Optional.of(new BigDecimal("1")),
                    Optional.of(Instant.parse("2019-12-19T07:21:15Z")));

    @Test
    void reads_the_documented_success() {
        assertThat(read(PAID)).contains(READ);
    }

    @Test
    void finds_items_by_name_in_any_order_and_type() {
        assertThat(
                        read(
                                """
                                {"Body":{"stkCallback":{"ResultCode":"0","CheckoutRequestID":"ws_CO_191220191020363925",
                                 "MerchantRequestID":"29115-34620561-1","New":{"a":[null]},
                                 "CallbackMetadata":{"Item":[{"Name":"PhoneNumber","Value":"2547*****149"},{"Name":"Newer","Value":{}},
                                 {"Name":"Balance","Value":"{Amount={BasicAmount=0.01}}"},{"Name":"TransactionDate","Value":"20191219102115"},
                                 {"Name":"Amount","Value":"1"},{"Name":"MpesaReceiptNumber","Value":"NLJ7RT61SV"}]}}}}
                                """))
                .contains(READ);
    }

    @Test
    void reads_round_amounts_without_an_exponent() {
        assertThat(read(PAID.replace("1.00", "4900.00")))
                .hasValueSatisfying(
                        said -> assertThat(said.isAbout(new BigDecimal("4900"))).isTrue());
        assertThat(read(PAID.replace("1.00", "1e999999999")).orElseThrow().amount()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1032", "\"1032\""})
    void reads_a_failure_without_metadata(String code) {
        String failed =
                """
                {"Body":{"stkCallback":{"MerchantRequestID":"m","CheckoutRequestID":"ws_CO_1","ResultCode":%s,
                 "ResultDesc":"Request cancelled by user"}}}\
                """;
        assertThat(read(failed.formatted(code)))
                .contains(
                        new StkCallback(
                                "m",
                                "ws_CO_1",
                                "1032",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"Body\":{}}",
                "{\"Body\":{\"stkCallback\":[]}}",
                "{\"Body\":{\"stkCallback\":{\"ResultCode\":0}}}",
                "{\"Body\":{\"stkCallback\":{\"CheckoutRequestID\":\"ws_CO_1\"}}}",
                "{\"Body\":{\"stkCallback\":{\"CheckoutRequestID\":\"a b\",\"ResultCode\":0}}}",
                "{\"Body\":{\"stkCallback\":{\"CheckoutRequestID\":\"ws_CO_1\",\"ResultCode\":0}}}"
                        + " x"
            })
    void is_not_read_from_anything_else(String body) {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void comes_back_from_the_store_as_it_was() {
        StkCallback bare =
                new StkCallback("", "x", "1", Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(StkCallback.readAll(StkCallback.writeAll(List.of(READ), bare)))
                .containsExactly(READ, bare);
    }

    private static Optional<StkCallback> read(String body) {
        return StkCallback.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
