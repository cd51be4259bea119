package org.bluejay.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:10::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refuses_what_is_not_on_the_public_internet(String address) throws UnknownHostException {
        assertThat(AddressGuard.publicOnly().allows("host", InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.32.0.1",
                "11.0.0.1",
                "2606:4700:4700::1111",
                "2a00:1450:4001:82a::200e"
            })
    void lets_the_public_internet_pass(String address) throws UnknownHostException {
        assertThat(AddressGuard.publicOnly().allows("host", InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void refuses_an_IPv4_address_in_IPv6_clothes() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        InetAddress dressed = Inet6Address.getByAddress("host", mapped, -1);

        assertThat(dressed).isInstanceOf(Inet6Address.class);
        assertThat(AddressGuard.publicOnly().allows("host", dressed)).isFalse();
    }

    @Test
    void lets_pass_what_the_operator_named_and_nothing_beside_it() throws UnknownHostException {
        AddressGuard guard = AddressGuard.named(Set.of("10.0.0.0/24", "node.internal", "fd00::7"));

        assertThat(guard.allows("a", InetAddress.getByName("10.0.0.9"))).isTrue();
        assertThat(guard.allows("a", InetAddress.getByName("10.0.1.9"))).isFalse();
        assertThat(guard.allows("NODE.internal", InetAddress.getByName("192.168.7.7"))).isTrue();
        assertThat(guard.allows("b", InetAddress.getByName("fd00::7"))).isTrue();
        assertThat(guard.allows("b", InetAddress.getByName("fd00::8"))).isFalse();
        assertThat(guard.allows("b", InetAddress.getByName("1.1.1.1"))).isFalse();
    }
}
