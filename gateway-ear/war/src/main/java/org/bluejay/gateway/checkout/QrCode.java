package org.bluejay.gateway.checkout;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode.Ecc;
import java.util.Optional;

/**
 * A QR code as one SVG path: each run of dark modules is a stroke one unit wide, which keeps even a
 * long Pix code within a few kilobytes and has no seams.
 *
 * @param size side of the drawing in modules, quiet zone included
 * @param path the strokes
 */
record QrCode(int size, String path) {

    /** Modules of white that scanners want on every side. */
    private static final int QUIET = 4;

    /** Empty when the text is longer than a code can say; the payer then copies it. */
    static Optional<QrCode> of(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(draw(io.nayuki.qrcodegen.QrCode.encodeText(text, Ecc.MEDIUM)));
        } catch (DataTooLongException e) {
            return Optional.empty();
        }
    }

    private static QrCode draw(io.nayuki.qrcodegen.QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            drawRow(code, y, path);
        }
        return new QrCode(code.size + 2 * QUIET, path.toString());
    }

    private static void drawRow(io.nayuki.qrcodegen.QrCode code, int y, StringBuilder path) {
        int pen = -1;
        int x = 0;
        while (x < code.size) {
            int start = x;
            while (code.getModule(x, y)) {
                x++;
            }
            if (x > start) {
                if (pen < 0) {
                    path.append('M').append(start + QUIET).append(' ').append(y + QUIET);
                    path.append(".5");
                } else {
                    path.append('m').append(start - pen).append(" 0");
                }
                path.append('h').append(x - start);
                pen = x;
            }
            x++;
        }
    }
}
