package org.bluejay.gateway.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode.Ecc;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final int QUIET = 4;
    private static final Pattern PEN = Pattern.compile("M(\\d+) (\\d+)\\.5|m(\\d+) 0|h(\\d+)");

    @ParameterizedTest
    @ValueSource(strings = {"1", "bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "ação ✓"})
    void draws_exactly_the_dark_modules_inside_a_quiet_zone(String text) {
        var expected = io.nayuki.qrcodegen.QrCode.encodeText(text, Ecc.MEDIUM);
        QrCode drawn = QrCode.of(text).orElseThrow();

        boolean[][] dark = rasterise(drawn);

        assertThat(drawn.size()).isEqualTo(expected.size + 2 * QUIET);
        for (int y = 0; y < drawn.size(); y++) {
            for (int x = 0; x < drawn.size(); x++) {
                assertThat(dark[y][x])
                        .as("%d,%d", x, y)
                        .isEqualTo(expected.getModule(x - QUIET, y - QUIET));
            }
        }
    }

    @Test
    void stays_small_for_the_longest_pix_code() {
        assertThat(QrCode.of(StagedViews.PIX_CODE.repeat(2).substring(0, 300)).orElseThrow().path())
                .hasSizeLessThan(12_000);
    }

    @Test
    void is_left_out_for_text_that_no_code_can_hold() {
        assertThat(QrCode.of("x".repeat(5_000))).isEmpty();
        assertThat(QrCode.of("")).isEmpty();
    }

    private static boolean[][] rasterise(QrCode code) {
        boolean[][] dark = new boolean[code.size()][code.size()];
        Matcher pen = PEN.matcher(code.path());
        int x = 0;
        int y = 0;
        while (pen.find()) {
            if (pen.group(1) != null) {
                x = Integer.parseInt(pen.group(1));
                y = Integer.parseInt(pen.group(2));
            } else if (pen.group(3) != null) {
                x += Integer.parseInt(pen.group(3));
            } else {
                for (int end = x + Integer.parseInt(pen.group(4)); x < end; x++) {
                    dark[y][x] = true;
                }
            }
        }
        return dark;
    }
}
