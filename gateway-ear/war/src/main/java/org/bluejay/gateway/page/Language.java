package org.bluejay.gateway.page;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.Set;
import org.bluejay.connector.Money;

/**
 * A language in which pages are written, with the way its readers write numbers and count things.
 * The rules stand here and not in the JDK's locale data, because a runtime image may come without
 * that data and a payer's amount must not look different then.
 */
public enum Language {
    EN("English", ",", "."),
    PT("Português", ".", ","),
    SW("Kiswahili", ",", "."),
    ES("Español", ".", ","),
    FR("Français", "\u202f", ","),
    AR("العربية", ",", ".");

    /** The plural categories of CLDR. */
    public enum Plural {
        ZERO,
        ONE,
        TWO,
        FEW,
        MANY,
        OTHER
    }

    private static final int GROUP = 3;

    /** Assets with more decimals than this are shown without their trailing zeros. */
    private static final int FIAT_DECIMALS = 4;

    /** An Accept-Language header longer than this is not a person's. */
    private static final int MAX_HEADER = 1_000;

    private final String endonym;
    private final String grouping;
    private final String decimal;

    Language(String endonym, String grouping, String decimal) {
        this.endonym = endonym;
        this.grouping = grouping;
        this.decimal = decimal;
    }

    /** The language's own name for itself. */
    public String endonym() {
        return endonym;
    }

    /** As in the {@code lang} attribute. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isRightToLeft() {
        return this == AR;
    }

    /** As in the {@code dir} attribute. */
    public String direction() {
        return isRightToLeft() ? "rtl" : "ltr";
    }

    /**
     * The language with this tag, whatever its region; empty for one that no page is written in.
     */
    public static Optional<Language> of(String tag) {
        if (tag == null) {
            return Optional.empty();
        }
        String primary = tag.split("[-_]", 2)[0];
        return Arrays.stream(values()).filter(l -> l.tag().equalsIgnoreCase(primary)).findFirst();
    }

    /**
     * What the reader's browser prefers.
     *
     * @param header an Accept-Language header as it came, null or nonsense included
     */
    public static Language preferred(String header) {
        if (header == null || header.length() > MAX_HEADER) {
            return EN;
        }
        return rangesOf(header).stream()
                .filter(range -> range.getWeight() > 0)
                .flatMap(range -> of(range.getRange()).stream())
                .findFirst()
                .orElse(EN);
    }

    private static List<LanguageRange> rangesOf(String header) {
        try {
            return LanguageRange.parse(header);
        } catch (IllegalArgumentException notALanguageHeader) {
            return List.of();
        }
    }

    /** A number with this language's separators and the digits it came with: {@code 1.500,00}. */
    public String number(BigDecimal number) {
        String[] parts = number.abs().toPlainString().split("\\.", 2);
        StringBuilder grouped = new StringBuilder(parts[0]);
        for (int at = grouped.length() - GROUP; at > 0; at -= GROUP) {
            grouped.insert(at, grouping);
        }
        String sign = number.signum() < 0 ? "-" : "";
        return sign + grouped + (parts.length == 2 ? decimal + parts[1] : "");
    }

    /** A sum with its unit, never broken over two lines: {@code 1,500.00 KES}. */
    public String money(Money money) {
        return number(shown(money)) + "\u00a0" + unit(money);
    }

    /**
     * The digits of a sum as people see and copy them: all decimals of a currency, of an asset only
     * those that say something.
     */
    public static BigDecimal shown(Money money) {
        BigDecimal amount = money.amount();
        if (amount.scale() <= FIAT_DECIMALS) {
            return amount;
        }
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 2 ? stripped.setScale(2) : stripped;
    }

    /** What stands behind the number: {@code KES}; {@code USDT} for the asset {@code usdt-tron}. */
    public static String unit(Money money) {
        return money.currency().code().split("-", 2)[0].toUpperCase(Locale.ROOT);
    }

    /** Which form of a word goes with so many things. */
    public Plural plural(long count) {
        return switch (this) {
            case EN, SW, ES -> count == 1 ? Plural.ONE : Plural.OTHER;
            case PT, FR -> count <= 1 ? Plural.ONE : Plural.OTHER;
            case AR -> arabicPlural(count);
        };
    }

    /** Every form that {@link #plural} can answer with. */
    public Set<Plural> plurals() {
        return this == AR ? EnumSet.allOf(Plural.class) : EnumSet.of(Plural.ONE, Plural.OTHER);
    }

    private static Plural arabicPlural(long count) {
        if (count <= 2) {
            return count == 0 ? Plural.ZERO : count == 1 ? Plural.ONE : Plural.TWO;
        }
        long lastTwo = count % 100;
        if (lastTwo >= 3 && lastTwo <= 10) {
            return Plural.FEW;
        }
        return lastTwo >= 11 ? Plural.MANY : Plural.OTHER;
    }
}
