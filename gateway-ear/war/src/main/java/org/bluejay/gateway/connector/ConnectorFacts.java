package org.bluejay.gateway.connector;

import java.util.List;
import org.bluejay.connector.Maturity;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.shop.ShopDescriptor;

/**
 * What a connector of either kind says of itself.
 *
 * @param id one among the connectors of both kinds
 * @param sandboxOnly whether it is refused to live shops; a shop platform's never is
 * @param methods the ways to pay it offers; none of a shop platform's
 */
public record ConnectorFacts(
        Kind kind,
        String id,
        String name,
        String version,
        SpiVersion builtAgainst,
        Maturity maturity,
        boolean sandboxOnly,
        List<MethodDescriptor> methods) {

    /** What a connector connects to. */
    public enum Kind {
        /** A payment network: money comes by it. */
        NETWORK,
        /** A shop platform: orders come from it. */
        SHOP
    }

    static ConnectorFacts of(NetworkDescriptor network) {
        return new ConnectorFacts(
                Kind.NETWORK,
                network.id(),
                network.name(),
                network.version(),
                network.builtAgainst(),
                network.maturity(),
                network.sandboxOnly(),
                network.methods());
    }

    static ConnectorFacts of(ShopDescriptor shop) {
        return new ConnectorFacts(
                Kind.SHOP,
                shop.id(),
                shop.name(),
                shop.version(),
                shop.builtAgainst(),
                shop.maturity(),
                false,
                List.of());
    }
}
