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

/**
 * Makes a running connector of what lies in a folder, or says why it cannot. Whatever is wrong with
 * a connector (a broken jar, a missing class, a provider that throws or hangs) ends here.
 */
final class ConnectorStarter {

    /** How long a connector may take to say what it is. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int MAX_FAULT = 300;

    private final ThreadFactory threads;

    ConnectorStarter(ThreadFactory threads) {
        this.threads = threads;
    }

    /**
     * @param others the connectors that run already, this folder's own excepted
     */
    RunningConnector start(ConnectorFolder folder, List<NetworkDescriptor> others)
            throws ConnectorRefused, InterruptedException {
        Isolation isolation = isolate(folder);
        try {
            RunningConnector connector = ask(isolation);
            refuseWhatIsTaken(connector.descriptor(), others);
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

    private static RunningConnector ask(Isolation isolation)
            throws ConnectorRefused, InterruptedException {
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

    private static RunningConnector interview(Isolation isolation) throws ConnectorRefused {
        PaymentNetworkProvider provider = providerIn(isolation.loader());
        NetworkDescriptor descriptor =
                Objects.requireNonNull(provider.descriptor(), "it has no descriptor");
        // Before anything else is asked: a connector of another SPI may answer with errors only.
        if (!SpiVersion.CURRENT.runs(descriptor.builtAgainst())) {
            throw new ConnectorRefused(
                    "it was built against SPI %s, and this gateway runs SPI %s"
                            .formatted(descriptor.builtAgainst(), SpiVersion.CURRENT),
                    descriptor);
        }
        ConfigSchema settings =
                Objects.requireNonNull(provider.settings(), "it has no settings schema");
        return new RunningConnector(isolation, provider, descriptor, settings);
    }

    private static PaymentNetworkProvider providerIn(ConnectorLoader loader)
            throws ConnectorRefused {
        List<PaymentNetworkProvider> providers =
                ServiceLoader.load(PaymentNetworkProvider.class, loader).stream()
                        .filter(found -> found.type().getClassLoader() == loader)
                        .limit(2)
                        .map(ServiceLoader.Provider::get)
                        .toList();
        if (providers.size() != 1) {
            throw new ConnectorRefused(
                    providers.isEmpty()
                            ? "no jar names a provider in META-INF/services/"
                                    + PaymentNetworkProvider.class.getName()
                            : "its jars name more than one provider; a folder holds one connector",
                    null);
        }
        return providers.get(0);
    }

    private static void refuseWhatIsTaken(
            NetworkDescriptor descriptor, List<NetworkDescriptor> others) throws ConnectorRefused {
        Set<String> networks = new HashSet<>();
        Map<String, String> networkOfMethod = new HashMap<>();
        for (NetworkDescriptor other : others) {
            networks.add(other.id());
            other.methods().forEach(method -> networkOfMethod.put(method.id(), other.id()));
        }
        if (networks.contains(descriptor.id())) {
            throw ConnectorRefused.clash(
                    "another folder already holds a connector with the id " + descriptor.id(),
                    descriptor);
        }
        for (MethodDescriptor method : descriptor.methods()) {
            // Its own methods are put in as well: the same id twice in one connector is refused
            // too.
            String taken = networkOfMethod.putIfAbsent(method.id(), descriptor.id());
            if (taken != null) {
                throw ConnectorRefused.clash(
                        "its method " + method.id() + " is already offered by " + taken,
                        descriptor);
            }
        }
    }

    private static String inWords(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String words = "it cannot be started: " + cause;
        return words.length() <= MAX_FAULT ? words : words.substring(0, MAX_FAULT);
    }
}
