package org.bluejay.gateway.http;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bluejay.connector.Http;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The gateway's ways to the outside, each with the circle it may reach. */
@ApplicationScoped
public class WaysOut {

    /**
     * Names, addresses and CIDR blocks, comma separated, that connectors may call although they are
     * private, over http too: an operator's own nodes.
     */
    @Inject
    @ConfigProperty(name = "bluejay.http.allow-private")
    Optional<String> allowedPrivate;

    private final OutboundHttp publicOnly = OutboundHttp.secure(AddressGuard.publicOnly());
    private final OutboundHttp publicAndLoopback =
            OutboundHttp.withPlain(
                    AddressGuard.publicOnly().or(AddressGuard.loopbackOnly()),
                    AddressGuard.loopbackOnly());
    private OutboundHttp connectors;

    /** To https at public addresses. */
    public OutboundHttp publicOnly() {
        return publicOnly;
    }

    /** To https at public addresses, and to this machine: for sandbox shops, where allowed. */
    public OutboundHttp publicAndLoopback() {
        return publicAndLoopback;
    }

    @Produces
    @ApplicationScoped
    Http connectorHttp() {
        AddressGuard named = AddressGuard.named(names(allowedPrivate.orElse("")));
        connectors = OutboundHttp.withPlain(AddressGuard.publicOnly().or(named), named);
        return new ConnectorHttp(connectors);
    }

    /** By hand, because Payara cannot inject an optional set. */
    private static Set<String> names(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    @PreDestroy
    void close() {
        publicOnly.close();
        publicAndLoopback.close();
        if (connectors != null) {
            connectors.close();
        }
    }
}
