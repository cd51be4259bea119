package org.bluejay.gateway.http;

import inet.ipaddr.HostName;
import inet.ipaddr.IPAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Says early what is wrong with an address that a shop wants to be called at. A name is looked up
 * when it is called and not before, so what passes here may still be refused then.
 */
public final class TargetUrl {

    /** Most characters of an address. */
    public static final int MAX_LENGTH = 2048;

    private static final Set<String> SCHEMES = Set.of("https", "http");

    private TargetUrl() {}

    /**
     * @param text as the caller wrote it
     * @param loopbackToo whether http to this machine is fine as well
     * @return what is wrong, in words that follow the field's name; empty when nothing is
     */
    public static Optional<String> fault(String text, boolean loopbackToo) {
        if (text.length() > MAX_LENGTH) {
            return Optional.of("must be at most " + MAX_LENGTH + " characters long");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("must be an absolute URL");
        }
        Optional<String> fault = fault(uri);
        if (fault.isPresent()) {
            return fault;
        }
        Optional<IPAddress> literal = literal(uri.getHost());
        boolean loopback =
                literal.map(IPAddress::isLoopback)
                        .orElseGet(
                                () -> uri.getHost().toLowerCase(Locale.ROOT).equals("localhost"));
        if (loopback && loopbackToo) {
            return Optional.empty();
        }
        if (!uri.getScheme().equalsIgnoreCase("https")) {
            return Optional.of("must begin with https://");
        }
        boolean privateLiteral =
                literal.isPresent() && !AddressGuard.isPublic(literal.get().toInetAddress());
        if (loopback || privateLiteral) {
            return Optional.of("must be at a public address");
        }
        return Optional.empty();
    }

    /** What no target may look like. */
    static Optional<String> fault(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || uri.getHost() == null) {
            return Optional.of("must be an absolute https URL");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("must not carry a user name or password");
        }
        if (uri.getRawFragment() != null) {
            return Optional.of("must not carry a fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            return Optional.of("must name a port between 1 and 65535");
        }
        return Optional.empty();
    }

    /** The address that a host spells out in any of its notations, {@code 0x7f.1} included. */
    private static Optional<IPAddress> literal(String host) {
        return Optional.ofNullable(new HostName(host).asAddress());
    }
}
