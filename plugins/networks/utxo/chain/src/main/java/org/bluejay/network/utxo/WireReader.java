package org.bluejay.network.utxo;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads what nodes send each other, from the start: little-endian numbers, counts and byte strings.
 * Whatever does not fit the bytes there are is a {@link Malformed}; nothing is allocated before it
 * was seen to be there.
 */
final class WireReader {

    /** These bytes are not what they are said to be. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    /** A part of the bytes, not copied. */
    record Slice(byte[] all, int start, int length) {

        byte[] bytes(int offset, int count) {
            return Arrays.copyOfRange(all, start + offset, start + offset + count);
        }

        boolean has(int offset, byte[] expected) {
            int from = start + offset;
            return Arrays.equals(all, from, from + expected.length, expected, 0, expected.length);
        }
    }

    private final byte[] bytes;
    private int position;

    WireReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return position;
    }

    byte[] from(int start) {
        return Arrays.copyOfRange(bytes, start, position);
    }

    int remaining() {
        return bytes.length - position;
    }

    int peek() throws Malformed {
        int value = uint8();
        position--;
        return value;
    }

    int uint8() throws Malformed {
        need(1);
        return Byte.toUnsignedInt(bytes[position++]);
    }

    long uint32() throws Malformed {
        return littleEndian(4);
    }

    /** An amount: in smallest units, never negative. */
    long amount() throws Malformed {
        long value = littleEndian(8);
        if (value < 0) {
            throw new Malformed("an amount below nothing");
        }
        return value;
    }

    /** How many there are of something that takes at least this many bytes each. */
    int count(int leastBytesEach) throws Malformed {
        int first = uint8();
        long count =
                switch (first) {
                    case 0xfd -> littleEndian(2);
                    case 0xfe -> littleEndian(4);
                    case 0xff -> littleEndian(8);
                    default -> first;
                };
        if (count < 0 || count > remaining() / leastBytesEach) {
            throw new Malformed("a count of more than there is");
        }
        return (int) count;
    }

    Slice slice(int length) throws Malformed {
        need(length);
        Slice slice = new Slice(bytes, position, length);
        position += length;
        return slice;
    }

    /** A hash as it is written for people: hex, last byte first. */
    String hash() throws Malformed {
        return reversedHex(slice(32).bytes(0, 32));
    }

    static String reversedHex(byte[] hash) {
        byte[] reversed = new byte[hash.length];
        for (int i = 0; i < hash.length; i++) {
            reversed[i] = hash[hash.length - 1 - i];
        }
        return HexFormat.of().formatHex(reversed);
    }

    private long littleEndian(int count) throws Malformed {
        need(count);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | Byte.toUnsignedLong(bytes[position + i]);
        }
        position += count;
        return value;
    }

    private void need(int count) throws Malformed {
        if (count > remaining()) {
            throw new Malformed("it ends too early");
        }
    }
}
