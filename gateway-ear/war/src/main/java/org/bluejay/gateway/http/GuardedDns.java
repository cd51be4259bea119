package org.bluejay.gateway.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a name up once and hands on what it has checked, so that a name which changes its address
 * between check and call gains nothing. One bad address among several refuses them all.
 */
final class GuardedDns implements DnsResolver {

    private final Lookup lookup;
    private final AddressGuard guard;

    /** How a name becomes addresses; the system's way but for tests. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /** The address was refused; nothing was sent. */
    static final class Refused extends UnknownHostException {
        Refused(String host) {
            super(host + " is not at a public address");
        }
    }

    GuardedDns(Lookup lookup, AddressGuard guard) {
        this.lookup = lookup;
        this.guard = guard;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.addressesOf(host);
        if (addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        if (!Arrays.stream(addresses).allMatch(address -> guard.allows(host, address))) {
            throw new Refused(host);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
