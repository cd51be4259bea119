package org.bluejay.gateway.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {

    private static final String BIRD = new String(Character.toChars(0x1F426));

    @Test
    void it_is_cut_between_characters_only() {
        assertThat(StorableText.bounded("ab" + BIRD, 3)).isEqualTo("ab");
        assertThat(StorableText.bounded("ab" + BIRD, 4)).isEqualTo("ab" + BIRD);
        assertThat(StorableText.bounded("a" + BIRD.charAt(0) + "b", 9)).isEqualTo("ab");
        assertThat(StorableText.bounded("abcd", 3)).isEqualTo("abc");
        assertThat(StorableText.bounded(null, 3)).isEmpty();
    }

    @Test
    void what_no_database_takes_is_left_out_and_counts_for_nothing() {
        assertThat(StorableText.bounded("a" + (char) 0 + "bc", 2)).isEqualTo("ab");
    }
}
