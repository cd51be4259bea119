package org.bluejay.gateway.shared;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where a request came from. A proxy's word is taken only when the request comes from a proxy that
 * the operator named, and only in the one header that the operator's proxies write: of a chain, the
 * last address that is not a trusted proxy.
 */
@ApplicationScoped
public class ClientAddress {

    /** Longer chains are somebody's game. */
    private static final int MOST_HOPS = 32;

    private final AddressRanges trusted;
    private final boolean standardHeader;

    /** For the container's proxy only. */
    protected ClientAddress() {
        this("", "X-Forwarded-For");
    }

    /**
     * @param trustedProxies addresses and CIDR blocks; empty: no proxy is believed
     * @param header {@code X-Forwarded-For} or {@code Forwarded} (RFC 7239)
     */
    @Inject
    ClientAddress(
            @ConfigProperty(name = "bluejay.trusted-proxies", defaultValue = " ")
                    String trustedProxies,
            @ConfigProperty(
                            name = "bluejay.trusted-proxies.header",
                            defaultValue = "X-Forwarded-For")
                    String header) {
        this.trusted = AddressRanges.parse(trustedProxies);
        this.standardHeader = header.equalsIgnoreCase("Forwarded");
    }

    /** The name of the header that {@link #of} wants. */
    public String header() {
        return standardHeader ? "Forwarded" : "X-Forwarded-For";
    }

    /**
     * @param peer who opened the connection
     * @param headers the values of {@link #header()}, in their order
     */
    public String of(String peer, List<String> headers) {
        String address = AddressRanges.canonical(peer).orElse(peer);
        if (trusted.isEmpty() || !trusted.contains(address)) {
            return address;
        }
        List<String> hops = hops(headers);
        Collections.reverse(hops);
        for (String hop : hops.subList(0, Math.min(hops.size(), MOST_HOPS))) {
            Optional<String> known = AddressRanges.canonical(hop);
            if (known.isEmpty()) {
                return address;
            }
            address = known.get();
            if (!trusted.contains(address)) {
                return address;
            }
        }
        return address;
    }

    private List<String> hops(List<String> headers) {
        List<String> hops = new ArrayList<>();
        for (String header : headers) {
            for (String element : header.split(",", -1)) {
                hops.add(withoutPort(standardHeader ? forwardedFor(element) : element.strip()));
            }
        }
        return hops;
    }

    private static String forwardedFor(String element) {
        return Arrays.stream(element.split(";", -1))
                .map(String::strip)
                .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
                .map(pair -> pair.substring("for=".length()).replace("\"", ""))
                .findFirst()
                .orElse("");
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        boolean onlyOne = colon >= 0 && colon == hop.lastIndexOf(':');
        return onlyOne ? hop.substring(0, colon) : hop;
    }
}
