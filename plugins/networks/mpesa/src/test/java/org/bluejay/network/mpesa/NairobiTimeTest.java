package org.bluejay.network.mpesa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NairobiTimeTest {

    @Test
    void writes_the_time_on_the_clocks_of_nairobi() {
        assertThat(NairobiTime.write(Instant.parse("2026-09-18T12:30:00Z")))
                .isEqualTo("20260918153000");
        assertThat(NairobiTime.write(Instant.parse("2026-12-31T21:00:00.999Z")))
                .isEqualTo("20270101000000");
    }

    @Test
    void reads_it_back() {
        assertThat(NairobiTime.read("20191219102115"))
                .contains(Instant.parse("2019-12-19T07:21:15Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2019121910211", "20190230102115", "20191219252115", "2019-12-19 10"})
    void reads_nothing_that_is_no_time(String digits) {
        assertThat(NairobiTime.read(digits)).isEmpty();
    }
}
