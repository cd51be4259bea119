package org.bluejay.gateway.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Just enough of HTTP/1.1 to know where a request or an answer ends, for a client and a server that
 * must cost next to nothing.
 */
final class Message {

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final byte[] bytes;
    private final int headEnd;
    private final int end;

    private Message(byte[] bytes, int headEnd, int end) {
        this.bytes = bytes;
        this.headEnd = headEnd;
        this.end = end;
    }

    /**
     * Reads what has come.
     *
     * @param received filled from 0 to its position
     * @return null while it is not complete
     */
    static Message in(ByteBuffer received) {
        if (received.arrayOffset() != 0) {
            throw new IllegalArgumentException("a slice of another buffer");
        }
        byte[] bytes = received.array();
        int count = received.position();
        int blank = indexOf(bytes, 0, count, END_OF_HEAD);
        if (blank < 0) {
            return null;
        }
        int headEnd = blank + END_OF_HEAD.length;
        String head = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1);
        int end = endOfBody(head.toLowerCase(Locale.ROOT), bytes, headEnd, count);
        return end < 0 || end > count ? null : new Message(bytes, headEnd, end);
    }

    private static int endOfBody(String head, byte[] bytes, int headEnd, int count) {
        if (head.startsWith("http/1.1 204") || head.startsWith("http/1.1 304")) {
            return headEnd;
        }
        if (head.contains("transfer-encoding: chunked")) {
            return endOfChunks(bytes, headEnd, count);
        }
        int length = head.indexOf("content-length:");
        if (length < 0) {
            return headEnd;
        }
        int from = length + "content-length:".length();
        return headEnd + Integer.parseInt(head.substring(from, head.indexOf('\r', from)).trim());
    }

    private static int endOfChunks(byte[] bytes, int start, int count) {
        int at = start;
        while (true) {
            int line = indexOf(bytes, at, count, new byte[] {'\r', '\n'});
            if (line < 0) {
                return -1;
            }
            String size = new String(bytes, at, line - at, StandardCharsets.ISO_8859_1);
            int length = Integer.parseInt(size.split(";", 2)[0].trim(), 16);
            at = line + 2 + length + 2;
            if (at > count) {
                return -1;
            }
            if (length == 0) {
                return at;
            }
        }
    }

    private static int indexOf(byte[] bytes, int from, int to, byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            int matched = 0;
            while (matched < wanted.length && bytes[i + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    /** Of an answer. */
    int status() {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    String head() {
        return new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1);
    }

    /** With the chunks' sizes in it, where it came in chunks. */
    String body() {
        return new String(bytes, headEnd, end - headEnd, StandardCharsets.UTF_8);
    }

    /** What follows {@code before} in the body, up to the next quotation mark. */
    String textAfter(String before) {
        int at = indexOf(bytes, headEnd, end, before.getBytes(StandardCharsets.UTF_8));
        if (at < 0) {
            throw new IllegalStateException("no " + before + " in: " + head() + body());
        }
        int from = at + before.length();
        int to = from;
        while (to < end && bytes[to] != '"') {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    int end() {
        return end;
    }
}
