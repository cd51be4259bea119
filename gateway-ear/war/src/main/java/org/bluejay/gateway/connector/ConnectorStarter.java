package org.bluejay.gateway.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.SpiVersion;
import org.bluejay.connector.network.MethodDescriptor;
import org.bluejay.connector.network.NetworkDescriptor;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.shop.ShopConnectorProvider;
import org.bluejay.connector.shop.ShopDescriptor;
import org.bluejay.gateway.shared.StorableText;

/**
 * Makes a running connector of what lies in a folder, or says why it cannot. Whatever is wrong with
 * a connector (a broken jar, a missing class, a provider that throws or hangs) ends here.
 */
final class ConnectorStarter {

    /** How long a connector may take to say what it is. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int MAX_FAULT = 300;
    private static final String NO_DESCRIPTOR = "it has no descriptor";
    private static final String NO_SETTINGS = "it has no settings schema";

    private final ThreadFactory threads;

    ConnectorStarter(ThreadFactory threads) {
        this.threads = threads;
    }

    /**
     * @param others the connectors that run already, this folder's own excepted
     */
    Running start(ConnectorFolder folder, List<ConnectorFacts> others)
            throws ConnectorRefused, InterruptedException {
        Isolation isolation = isolate(folder);
        try {
            Running connector = ask(isolation);
            refuseWhatIsTaken(connector.facts(), others);
            return connector;
        } catch (ConnectorRefused | InterruptedException | RuntimeException e) {
            isolation.retire();
            // Whatever still runs in there is not waited for: it never worked.
            isolation.force();
            throw e;
        }
    }

    private Isolation isolate(ConnectorFolder folder) throws ConnectorRefused {
        try {
            JarCopies jars = JarCopies.of(folder.jars());
            return new Isolation(new ConnectorLoader(folder.name(), jars.urls()), jars, threads);
        } catch (IOException e) {
            throw new ConnectorRefused("its jars cannot be read: " + e.getMessage(), null);
        }
    }

    private static Running ask(Isolation isolation) throws ConnectorRefused, InterruptedException {
        try {
            return isolation.start(() -> interview(isolation)).await(LIMIT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectorRefused refused) {
                throw refused;
            }
            throw new ConnectorRefused(inWords(e.getCause()), null);
        } catch (TimeoutException e) {
            throw new ConnectorRefused(
                    "it did not say what it is within " + LIMIT.toSeconds() + " s", null);
        } catch (RejectedExecutionException e) {
            throw new ConnectorRefused("there is no thread to run it on", null);
        }
    }

    private static Running interview(Isolation isolation) throws ConnectorRefused {
        List<PaymentNetworkProvider> networks = in(isolation, PaymentNetworkProvider.class);
        List<ShopConnectorProvider> shops = in(isolation, ShopConnectorProvider.class);
        if (networks.size() + shops.size() > 1) {
            throw new ConnectorRefused(
                    "its jars name more than one provider; a folder holds one connector", null);
        }
        if (!networks.isEmpty()) {
            return network(isolation, networks.get(0));
        }
        if (!shops.isEmpty()) {
            return shop(isolation, shops.get(0));
        }
        throw new ConnectorRefused(
                "no jar names a provider in META-INF/services/%s or %s"
                        .formatted(
                                PaymentNetworkProvider.class.getName(),
                                ShopConnectorProvider.class.getName()),
                null);
    }

    private static Running network(Isolation isolation, PaymentNetworkProvider provider)
            throws ConnectorRefused {
        NetworkDescriptor descriptor = Objects.requireNonNull(provider.descriptor(), NO_DESCRIPTOR);
        refuseOtherSpi(ConnectorFacts.of(descriptor));
        ConfigSchema settings = Objects.requireNonNull(provider.settings(), NO_SETTINGS);
        return new RunningConnector(isolation, provider, descriptor, settings);
    }

    private static Running shop(Isolation isolation, ShopConnectorProvider provider)
            throws ConnectorRefused {
        ShopDescriptor descriptor = Objects.requireNonNull(provider.descriptor(), NO_DESCRIPTOR);
        refuseOtherSpi(ConnectorFacts.of(descriptor));
        ConfigSchema settings = Objects.requireNonNull(provider.settings(), NO_SETTINGS);
        return new RunningShopConnector(isolation, provider, descriptor, settings);
    }

    /** Before anything else is asked: a connector of another SPI may answer with errors only. */
    private static void refuseOtherSpi(ConnectorFacts facts) throws ConnectorRefused {
        if (!SpiVersion.CURRENT.runs(facts.builtAgainst())) {
            throw new ConnectorRefused(
                    "it was built against SPI %s, and this gateway runs SPI %s"
                            .formatted(facts.builtAgainst(), SpiVersion.CURRENT),
                    facts);
        }
    }

    /** Its own; two of them at most, which is one too many. */
    private static <P> List<P> in(Isolation isolation, Class<P> spi) {
        ConnectorLoader loader = isolation.loader();
        return ServiceLoader.load(spi, loader).stream()
                .filter(found -> found.type().getClassLoader() == loader)
                .limit(2)
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static void refuseWhatIsTaken(ConnectorFacts connector, List<ConnectorFacts> others)
            throws ConnectorRefused {
        Set<String> taken = new HashSet<>();
        Map<String, String> networkOfMethod = new HashMap<>();
        for (ConnectorFacts other : others) {
            taken.add(other.id());
            other.methods().forEach(method -> networkOfMethod.put(method.id(), other.id()));
        }
        if (taken.contains(connector.id())) {
            throw ConnectorRefused.clash(
                    "another folder already holds a connector with the id " + connector.id(),
                    connector);
        }
        for (MethodDescriptor method : connector.methods()) {
            // Its own methods are put in as well: the same id twice in one connector is refused
            // too.
            String holder = networkOfMethod.putIfAbsent(method.id(), connector.id());
            if (holder != null) {
                throw ConnectorRefused.clash(
                        "its method " + method.id() + " is already offered by " + holder,
                        connector);
            }
        }
    }

    private static String inWords(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return StorableText.bounded("it cannot be started: " + cause, MAX_FAULT);
    }
}
