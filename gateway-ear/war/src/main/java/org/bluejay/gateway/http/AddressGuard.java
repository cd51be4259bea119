package org.bluejay.gateway.http;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says which addresses may be called. Its promise: an address that is not plainly on the public
 * internet is refused, unless the operator named it.
 */
public final class AddressGuard {

    /** IPv4 that is reserved, private, or answers questions about the machine itself. */
    private static final List<IPAddress> NOT_PUBLIC_V4 =
            blocks(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10", // shared by carriers, and a cloud's metadata
                    "127.0.0.0/8",
                    "168.63.129.16/32", // a cloud's own service on every machine
                    "169.254.0.0/16", // link-local, metadata
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24", // relays to 6to4
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");

    /**
     * The only part of IPv6 that is given out: local, unique-local, multicast, IPv4-mapped and
     * NAT64 addresses are all outside of it.
     */
    private static final IPAddress GLOBAL_V6 = block("2000::/3");

    private static final List<IPAddress> NOT_PUBLIC_V6 =
            blocks(
                    "2001::/23", // Teredo and other protocols of their own
                    "2001:db8::/32",
                    "2002::/16", // 6to4 hides an IPv4 address
                    "3fff::/20");

    private final BiPredicate<String, InetAddress> allowed;

    private AddressGuard(BiPredicate<String, InetAddress> allowed) {
        this.allowed = allowed;
    }

    /** The public internet and nothing else. */
    public static AddressGuard publicOnly() {
        return new AddressGuard((host, address) -> isPublic(address));
    }

    /** This machine and nothing else: a developer's receiver beside the gateway. */
    public static AddressGuard loopbackOnly() {
        return new AddressGuard((host, address) -> address.isLoopbackAddress());
    }

    /**
     * What the operator named and nothing else.
     *
     * @param names host names, addresses and CIDR blocks
     */
    public static AddressGuard named(Set<String> names) {
        Set<String> hosts =
                names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        List<IPAddress> blocks =
                names.stream()
                        .flatMap(name -> Stream.ofNullable(new IPAddressString(name).getAddress()))
                        .map(IPAddress::toPrefixBlock)
                        .toList();
        return new AddressGuard(
                (host, address) ->
                        hosts.contains(host.toLowerCase(Locale.ROOT))
                                || isIn(blocks, generate(address)));
    }

    /** What either of the two allows. */
    public AddressGuard or(AddressGuard other) {
        return new AddressGuard(allowed.or(other.allowed));
    }

    /**
     * @param host as it was asked for
     * @param address one that the host's name stands for
     */
    public boolean allows(String host, InetAddress address) {
        return allowed.test(host, address);
    }

    static boolean isPublic(InetAddress inet) {
        IPAddress address = generate(inet);
        if (address.isIPv4()) {
            return !isIn(NOT_PUBLIC_V4, address);
        }
        return GLOBAL_V6.contains(address) && !isIn(NOT_PUBLIC_V6, address);
    }

    private static IPAddress generate(InetAddress inet) {
        return new IPAddressGenerator().from(inet.getAddress());
    }

    private static boolean isIn(List<IPAddress> blocks, IPAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<IPAddress> blocks(String... cidrs) {
        return Arrays.stream(cidrs).map(AddressGuard::block).toList();
    }

    private static IPAddress block(String cidr) {
        return new IPAddressString(cidr).getAddress().toPrefixBlock();
    }
}
