package org.bluejay.network.mpesa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsisdnTest {

    @ParameterizedTest
    @CsvSource({
        "0712345678,        254712345678",
        "0112345678,        254112345678",
        "712345678,         254712345678",
        "112345678,         254112345678",
        "254712345678,      254712345678",
        "254112345678,      254112345678",
        "+254712345678,     254712345678",
        "+254112345678,     254112345678",
        "00254712345678,    254712345678",
        "2540712345678,     254712345678",
        "2540112345678,     254112345678",
        "+254 (0) 712 345 678, 254712345678",
        "0712 345 678,      254712345678",
        "0712-345-678,      254712345678",
        "(0712) 345678,     254712345678",
        // Opened in August 2026, and still refused elsewhere.
        "0118 000 000,      254118000000",
        "0119 000 000,      254119000000",
        "0140 000 000,      254140000000",
        "0143 000 000,      254143000000",
        "0180 000 000,      254180000000",
        "0182 000 000,      254182000000"
    })
    void reads_a_number_as_people_write_it(String typed, String msisdn) {
        assertThat(Msisdn.of(typed)).map(Msisdn::reveal).contains(msisdn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0712",
                "07123456789",
                "0212345678",
                "0812345678",
                "255712345678",
                "+255712345678",
                "25471234567",
                "2547123456789",
                "00712345678",
                "25400712345678",
                "0712345678x",
                "0712345678+",
                "٠٧١٢٣٤٥٦٧٨"
            })
    void refuses_what_is_no_kenyan_mobile_number(String typed) {
        assertThat(Msisdn.of(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0712345678", "+254712345678"})
    void prints_masked(String typed) {
        assertThat(Msisdn.of(typed).orElseThrow()).hasToString("0712 *** 678");
    }
}
