package org.bluejay.connector;

import java.util.Currency;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A unit in which money is counted: a currency of ISO 4217 or an asset of a chain.
 *
 * @param code the ISO code in capitals ({@code KES}) or the id of an asset in lower case ({@code
 *     usdt-tron}); an asset is never known by its symbol alone, because the same symbol has other
 *     decimals on other chains
 * @param decimals digits after the point of the smallest amount there is: 2 for USD, 0 for JPY, 18
 *     for ether
 */
public record CurrencyUnit(String code, int decimals) {

    /** The most decimals of any asset known; a wider one is refused rather than rounded. */
    public static final int MAX_DECIMALS = 18;

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{1,31}");

    public CurrencyUnit {
        Objects.requireNonNull(code, "code");
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a currency code or asset id: " + code);
        }
        if (decimals < 0 || decimals > MAX_DECIMALS) {
            throw new IllegalArgumentException(
                    "decimals of " + code + " must be 0 to " + MAX_DECIMALS + ", not " + decimals);
        }
    }

    /**
     * A currency of ISO 4217 with the digits that the standard gives it.
     *
     * @throws IllegalArgumentException when the code is not of the standard or has no minor unit
     *     (such as XAU)
     */
    public static CurrencyUnit iso(String code) {
        Currency currency = Currency.getInstance(code);
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException(code + " has no minor unit and cannot be charged");
        }
        return new CurrencyUnit(code, currency.getDefaultFractionDigits());
    }

    @Override
    public String toString() {
        return code;
    }
}
