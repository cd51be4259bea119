package org.bluejay.gateway.http;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
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
    Optional<Set<String>> allowedPrivate;

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
        AddressGuard named = AddressGuard.named(allowedPrivate.orElse(Set.of()));
        connectors = OutboundHttp.withPlain(AddressGuard.publicOnly().or(named), named);
        return new ConnectorHttp(connectors);
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
