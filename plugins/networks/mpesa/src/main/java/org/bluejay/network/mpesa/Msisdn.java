package org.bluejay.network.mpesa;

import java.util.Optional;

/**
 * A Kenyan mobile number as Daraja wants it: {@code 254} and nine digits. Prints masked. Which
 * operator a number belongs to cannot be told from its digits, so nobody is turned away for them.
 */
final class Msisdn {

    private static final String COUNTRY = "254";

    private final String digits;

    private Msisdn(String digits) {
        this.digits = digits;
    }

    /**
     * Reads a number in any of the ways people write it.
     *
     * @return empty when it is no Kenyan mobile number
     */
    static Optional<Msisdn> of(String typed) {
        if (!typed.matches("\\s*\\+?[0-9\\s().-]{9,24}")) {
            return Optional.empty();
        }
        String national = national(typed.replaceAll("[^0-9]", ""));
        return national.matches("[71][0-9]{8}")
                ? Optional.of(new Msisdn(COUNTRY + national))
                : Optional.empty();
    }

    /** Without prefixes: {@code 00} of the world, 254 of Kenya, 0 of the trunk, in this order. */
    private static String national(String typed) {
        String world = typed.startsWith("00" + COUNTRY) ? typed.substring(2) : typed;
        boolean named = world.startsWith(COUNTRY);
        String rest = named ? world.substring(COUNTRY.length()) : world;
        return rest.startsWith("0") ? rest.substring(1) : rest;
    }

    /** The twelve digits, for the call that needs them. */
    String reveal() {
        return digits;
    }

    /** Enough for the payer to know the phone again: {@code 0712 *** 678}. */
    String masked() {
        return "0" + digits.substring(3, 6) + " *** " + digits.substring(9);
    }

    @Override
    public String toString() {
        return masked();
    }
}
