package org.bluejay.shop.woocommerce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts of one language. Reads what our own {@code .po} files use of that format (no plurals,
 * no contexts) and refuses the rest; writes GNU gettext's {@code .mo}.
 *
 * @param texts translation by original; under the empty original the header
 */
record Catalogue(SortedMap<String, String> texts) {

    private static final int MAGIC = 0x950412de;
    private static final int HEADER_BYTES = 28;
    private static final int ENTRY_BYTES = 8;

    /**
     * @throws IllegalArgumentException naming the line that is not understood
     */
    static Catalogue parse(String source) {
        SortedMap<String, String> texts = new TreeMap<>();
        String original = null;
        StringBuilder text = new StringBuilder();
        for (String line : source.lines().toList()) {
            if (line.startsWith("msgid ")) {
                keep(texts, original, text);
                original = null;
                text.setLength(0);
                text.append(unquote(line.substring("msgid ".length())));
            } else if (line.startsWith("msgstr ")) {
                original = text.toString();
                text.setLength(0);
                text.append(unquote(line.substring("msgstr ".length())));
            } else if (line.startsWith("\"")) {
                text.append(unquote(line));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("not understood: " + line);
            }
        }
        keep(texts, original, text);
        return new Catalogue(texts);
    }

    private static void keep(Map<String, String> texts, String original, StringBuilder text) {
        if (original != null && !text.isEmpty()) {
            texts.put(original, text.toString());
        }
    }

    private static String unquote(String quoted) {
        if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
            throw new IllegalArgumentException("not understood: " + quoted);
        }
        return quoted.substring(1, quoted.length() - 1)
                .replace("\\n", "\n")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }

    byte[] compiled() {
        List<byte[]> originals = new ArrayList<>();
        texts.keySet().forEach(text -> originals.add(bytes(text)));
        originals.sort(Arrays::compareUnsigned);
        List<byte[]> all = new ArrayList<>(originals);
        originals.forEach(
                text -> all.add(bytes(texts.get(new String(text, StandardCharsets.UTF_8)))));
        int count = originals.size();
        int start = HEADER_BYTES + all.size() * ENTRY_BYTES;
        ByteBuffer buffer =
                ByteBuffer.allocate(start + all.stream().mapToInt(text -> text.length + 1).sum())
                        .order(ByteOrder.LITTLE_ENDIAN);
        int translations = HEADER_BYTES + count * ENTRY_BYTES;
        buffer.putInt(MAGIC).putInt(0).putInt(count).putInt(HEADER_BYTES).putInt(translations);
        buffer.putInt(0).putInt(start);
        int place = start;
        for (byte[] text : all) {
            buffer.putInt(text.length).putInt(place);
            place += text.length + 1;
        }
        all.forEach(text -> buffer.put(text).put((byte) 0));
        return buffer.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
