package org.bluejay.gateway.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A list of addresses and blocks of addresses (CIDR), IPv4 and IPv6.
 *
 * @param texts each in its canonical form: {@code 10.0.0.0/8}, {@code 2001:db8::1}
 */
public record AddressRanges(List<String> texts) {

    private static final AddressRanges NONE = new AddressRanges(List.of());

    /** Nothing else than an address in full, or one with a prefix length. */
    private static final IPAddressStringParameters STRICT =
            new IPAddressStringParameters.Builder()
                    .allowEmpty(false)
                    .allowAll(false)
                    .allowSingleSegment(false)
                    .allowMask(false)
                    .allowPrefixOnly(false)
                    .allowWildcardedSeparator(false)
                    .setRangeOptions(RangeParameters.NO_RANGE)
                    .getIPv4AddressParametersBuilder()
                    .allow_inet_aton(false)
                    .allowLeadingZeros(false)
                    .getParentBuilder()
                    .getIPv6AddressParametersBuilder()
                    .allowZone(true)
                    .allowBase85(false)
                    .getParentBuilder()
                    .toParams();

    /** An IPv6 address with its zone and a prefix length; what is longer is none, and not kept. */
    private static final int LONGEST = 64;

    /** Each request has an address, and few have a new one. */
    private static final Cache<String, Optional<IPAddress>> KNOWN =
            Caffeine.newBuilder().maximumSize(10_000).build();

    public AddressRanges {
        texts = List.copyOf(texts);
    }

    /**
     * Reads what a caller listed.
     *
     * @param field what the list is called, for the problem
     * @throws Problem 422 naming the first that is neither address nor block
     */
    public static AddressRanges of(List<String> listed, String field) {
        for (int i = 0; i < listed.size(); i++) {
            if (range(listed.get(i)).isEmpty()) {
                throw Problem.invalid(
                        field + "[" + i + "]",
                        "is neither an address nor a block of addresses such as 203.0.113.0/24");
            }
        }
        return new AddressRanges(
                listed.stream()
                        .map(text -> range(text).orElseThrow().toCanonicalString())
                        .distinct()
                        .toList());
    }

    /** Reads what {@link #text()} wrote, or an operator: separated by spaces or commas. */
    public static AddressRanges parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        List<String> parts =
                Arrays.stream(text.split("[ ,]+", -1)).filter(part -> !part.isEmpty()).toList();
        for (String part : parts) {
            if (range(part).isEmpty()) {
                throw new IllegalArgumentException(
                        part + " is neither an address nor a block of addresses");
            }
        }
        return new AddressRanges(parts);
    }

    /** Space separated. */
    public String text() {
        return String.join(" ", texts);
    }

    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /**
     * Whether the address, or the whole block, is in one of the ranges; what is neither is in none.
     */
    public boolean contains(String address) {
        Optional<IPAddress> asked = range(address);
        return asked.isPresent()
                && texts.stream()
                        .map(AddressRanges::range)
                        .flatMap(Optional::stream)
                        .anyMatch(range -> range.contains(asked.get()));
    }

    /** Whether nothing is allowed by the other that is not allowed by this; empty allows all. */
    public boolean covers(AddressRanges other) {
        return isEmpty() || (!other.isEmpty() && other.texts.stream().allMatch(this::contains));
    }

    /**
     * An address as it is compared and kept: without zone, and IPv4 as such even where IPv6 carries
     * it; empty when the text is no address.
     */
    public static Optional<String> canonical(String address) {
        return range(address)
                .filter(range -> !range.isMultiple())
                .map(IPAddress::toCanonicalString);
    }

    /** What counts as one caller: the address, or the /64 that an IPv6 address can move in. */
    static String neighbourhood(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return range(address)
                .map(range -> range.isIPv6() ? range.toPrefixBlock(64) : range)
                .map(IPAddress::toCanonicalString)
                .orElse(address);
    }

    private static Optional<IPAddress> range(String text) {
        return text.length() > LONGEST ? read(text) : KNOWN.get(text, AddressRanges::read);
    }

    private static Optional<IPAddress> read(String text) {
        try {
            IPAddress address = new IPAddressString(text, STRICT).toAddress();
            if (address.isIPv6()) {
                address =
                        address.toIPv6().withoutPrefixLength().isIPv4Mapped()
                                        && !address.isPrefixed()
                                ? address.toIPv6().getEmbeddedIPv4Address()
                                : address.toIPv6().removeZone();
            }
            return Optional.of(address.isPrefixed() ? address.toPrefixBlock() : address);
        } catch (AddressStringException notAnAddress) {
            return Optional.empty();
        }
    }
}
