package org.bluejay.gateway.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one gateway that all share who do not harm it. It starts with the first test that
 * wants it and stops after the last. A {@link Shop} is a new one for each test.
 */
final class SharedGateway implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedGateway.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Gateway.class || type == Shop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Gateway gateway =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent("gateway", key -> new Held(), Held.class)
                        .gateway;
        return parameter.getParameter().getType() == Shop.class ? gateway.newShop() : gateway;
    }

    private static final class Held implements ExtensionContext.Store.CloseableResource {

        private final Gateway gateway =
                Gateway.fresh("shared")
                        // Some tests come with wrong keys, and all from one address.
                        .with("bluejay.rate-limit.failed.burst", "1000")
                        .start();

        @Override
        public void close() {
            gateway.stop();
        }
    }
}
