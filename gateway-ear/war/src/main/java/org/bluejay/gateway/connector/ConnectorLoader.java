package org.bluejay.gateway.connector;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import org.bluejay.connector.network.PaymentNetworkProvider;

/**
 * The class loader of one connector. It gives the Java platform and the SPI, the connector's own
 * jars, and nothing else: neither the gateway nor its libraries nor the server's can be seen, so a
 * connector may bring any version of anything.
 */
final class ConnectorLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    ConnectorLoader(String name, URL[] jars) {
        super("connector:" + name, jars, HostView.INSTANCE);
    }

    /** What connectors see of their host. */
    private static final class HostView extends ClassLoader {

        static {
            registerAsParallelCapable();
        }

        private static final HostView INSTANCE = new HostView();
        private static final String CLASSES = "org.bluejay.connector.";
        private static final String RESOURCES = "org/bluejay/connector/";

        private final ClassLoader host = PaymentNetworkProvider.class.getClassLoader();

        private HostView() {
            super("connector-spi", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(CLASSES)) {
                return host.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }

        @Override
        protected URL findResource(String name) {
            return name.startsWith(RESOURCES) ? host.getResource(name) : null;
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            return name.startsWith(RESOURCES)
                    ? host.getResources(name)
                    : Collections.emptyEnumeration();
        }
    }
}
