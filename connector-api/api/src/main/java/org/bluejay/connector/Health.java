package org.bluejay.connector;

/**
 * Whether the far side of a connector answers.
 *
 * @param up whether payments can be asked for now
 * @param detail a short sentence for the person who looks; never a secret
 */
public record Health(boolean up, String detail) {

    public static Health up(String detail) {
        return new Health(true, detail);
    }

    public static Health down(String detail) {
        return new Health(false, detail);
    }
}
