package org.bluejay.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example/hook",
                "ftp://shop.example/",
                "https://user:secret@shop.example/",
                "https://shop.example/#part",
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://169.254.169.254/latest/meta-data",
                "https://localhost/",
                "https:///nowhere",
                "/relative",
                "shop.example",
                "https://shop.example:0/",
                "not a url"
            })
    void refuses(String url) {
        assertThat(TargetUrl.fault(url, false)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/hook?x=1",
                "https://shop.example:8443",
                "https://1.1.1.1/"
            })
    void takes(String url) {
        assertThat(TargetUrl.fault(url, false)).isEmpty();
    }

    @Test
    void takes_this_machine_only_where_that_is_allowed() {
        assertThat(TargetUrl.fault("http://127.0.0.1:9000/hook", true)).isEmpty();
        assertThat(TargetUrl.fault("http://localhost:9000/hook", true)).isEmpty();
        assertThat(TargetUrl.fault("http://127.0.0.1:9000/hook", false)).isPresent();
        assertThat(TargetUrl.fault("http://10.0.0.1/hook", true)).isPresent();
    }
}
