package org.bluejay.shop.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final String SOURCE =
            """
            # a comment
            msgid ""
            msgstr ""
            "Language: pt\\n"
            "Content-Type: text/plain; charset=UTF-8\\n"

            #, php-format
            msgid "Refund \\"%s\\""
            msgstr "Reembolso «%s»"

            msgid "Not yet translated"
            msgstr ""

            msgid "Clock"
            msgstr "Relógio"
            """;

    @Test
    void reads_texts_and_leaves_out_what_has_no_translation() {
        assertThat(Catalogue.parse(SOURCE).texts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "", "Language: pt\nContent-Type: text/plain; charset=UTF-8\n",
                                "Refund \"%s\"", "Reembolso «%s»",
                                "Clock", "Relógio"));
    }

    @Test
    void refuses_what_it_does_not_understand() {
        assertThatThrownBy(() -> Catalogue.parse("msgid_plural \"orders\"\n"))
                .hasMessageContaining("msgid_plural");
    }

    @Test
    void writes_originals_in_order_each_with_its_translation() {
        ByteBuffer compiled =
                ByteBuffer.wrap(Catalogue.parse(SOURCE).compiled()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(compiled.getInt(0)).isEqualTo(0x950412de);
        assertThat(compiled.getInt(8)).isEqualTo(3);
        int originals = compiled.getInt(12);
        int translations = compiled.getInt(16);
        assertThat(text(compiled, originals + 8)).isEqualTo("Clock");
        assertThat(text(compiled, translations + 8)).isEqualTo("Relógio");
        assertThat(text(compiled, originals + 16)).isEqualTo("Refund \"%s\"");
        assertThat(text(compiled, translations + 16)).isEqualTo("Reembolso «%s»");
    }

    private static String text(ByteBuffer compiled, int entry) {
        byte[] text = new byte[compiled.getInt(entry)];
        compiled.get(compiled.getInt(entry + 4), text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
