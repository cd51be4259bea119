package org.bluejay.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a=b&c=d", "100 % + äöü", "日本\n\t\u0000", "%41", "😀"})
    void reads_what_it_wrote(String text) {
        Form read = Form.parse(new Form().with("one", text).with(text + "x", "two").encoded());
        assertThat(read.text("one")).isEqualTo(text);
        assertThat(read.text(text + "x")).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&", "name", "=value", "a=1&a=2", "a=1&%61=2", "a=%", "a=%zz", "a=1&"})
    void refuses_what_is_no_form(String text) {
        assertThatThrownBy(() -> Form.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void says_which_field_is_missing() {
        assertThatThrownBy(() -> Form.parse("a=1").text("b")).hasMessageContaining("without b");
    }
}
