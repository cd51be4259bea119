package org.bluejay.gateway.dist;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts the gateway and stays. Either it is ready and says where, or it ends with a code other
 * than zero and says why; it never sits there half started.
 */
@Command(
        name = "run",
        description = "Starts the gateway, with its own database unless bluejay.db.url names one.",
        mixinStandardHelpOptions = true,
        versionProvider = Launcher.Version.class)
final class RunCommand implements Callable<Integer> {

    /** The one outcome after which the process goes on. */
    static final int RUNNING = -1;

    static final int STOPPED = 0;
    static final int FAILED = 1;
    static final int PORT_TAKEN = 3;

    private static final String DEMO = "bluejay.demo.enabled";
    private static final String DEMO_FILE = "demo.env";
    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    @Spec CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port to listen on; default ${DEFAULT-VALUE}. 0 for any that is free.")
    int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen on; default ${DEFAULT-VALUE}, reachable from this machine"
                            + " only. 0.0.0.0 for all.")
    String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:bluejay.data.dir:-${env:BLUEJAY_DATA_DIR:-data}}",
            description = "Folder for the database, keys and credentials; default data.")
    Path data;

    @Option(names = "--no-demo", description = "Make no demo merchant and no sandbox shop.")
    boolean noDemo;

    @Option(
            names = "--until-ready",
            description = "Stop once it is ready: shows that it starts with these settings.")
    boolean untilReady;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (port == 0) {
            port = freePort();
        } else if (taken()) {
            err.printf(
                    "Port %d on %s is taken by another program. Choose another: --port %d%n",
                    port, host, port + 1);
            return PORT_TAKEN;
        }
        Path folder = Files.createDirectories(data).toRealPath();
        configure(folder);
        long start = System.nanoTime();
        GatewayServer server = new GatewayServer(home(), folder, host, port);
        Optional<DemoMpesa> mpesa;
        try {
            mpesa = hasDemo() ? DemoMpesa.start(home(), folder) : Optional.empty();
            server.start();
            server.awaitReady(READY_PATIENCE);
            if (mpesa.isPresent()
                    && !mpesa.get().connect(server.url(), folder.resolve(DEMO_FILE))) {
                mpesa = Optional.empty();
            }
        } catch (StartFailed e) {
            err.println("The gateway did not start: " + e.getMessage());
            return FAILED;
        }
        announce(out, folder, mpesa, Duration.ofNanos(System.nanoTime() - start));
        return untilReady ? STOPPED : RUNNING;
    }

    private int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return probe.getLocalPort();
        }
    }

    private boolean taken() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new java.net.InetSocketAddress(InetAddress.getByName(host), port));
            return false;
        } catch (java.net.BindException e) {
            return true;
        }
    }

    /** What the operator has set, in a property or the environment, stays as it is. */
    private void configure(Path folder) {
        System.setProperty("bluejay.data.dir", folder.toString());
        if (noDemo) {
            System.setProperty(DEMO, "false");
        }
        unlessSet(DEMO, "true");
        unlessSet("bluejay.connectors.dir", home().resolve("connectors").toString());
        unlessSet("bluejay.public-url", "http://localhost:" + port);
        if (hasDemo()) {
            // The demo's webhooks go to a receiver on this machine, its M-Pesa to a simulator.
            unlessSet("bluejay.webhook.allow-loopback", "true");
            unlessSet("bluejay.http.allow-private", "127.0.0.1");
        }
    }

    private static void unlessSet(String property, String value) {
        if (setting(property).isEmpty()) {
            System.setProperty(property, value);
        }
    }

    private static boolean hasDemo() {
        return setting(DEMO).map(Boolean::parseBoolean).orElse(false);
    }

    /** In the order and under the names that MicroProfile Config looks for it. */
    private static Optional<String> setting(String property) {
        String variable = property.replaceAll("[^A-Za-z0-9]", "_");
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .or(() -> Optional.ofNullable(System.getenv(variable.toUpperCase(Locale.ROOT))));
    }

    /** The folder that this jar lies in, with all else that belongs to the distribution. */
    private static Path home() {
        try {
            URI jar = Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(jar).toAbsolutePath().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this jar does not know where it is", e);
        }
    }

    private void announce(PrintWriter out, Path folder, Optional<DemoMpesa> mpesa, Duration took) {
        String url = System.getProperty("bluejay.public-url", "http://localhost:" + port);
        out.printf("%nBluejay is ready at %s (%.1f s)%n", url, took.toMillis() / 1000.0);
        out.printf("  API reference   %s/docs%n", url);
        Path demo = folder.resolve(DEMO_FILE);
        if (hasDemo() && Files.isReadable(demo)) {
            out.printf("  Demo shop       its key and secrets are in %s%n", demo);
            mpesa.ifPresent(
                    it -> out.printf("  Payers' phones  %s (simulated M-Pesa)%n", it.phones()));
            out.printf("%nCreate an invoice, and open the checkoutUrl of the answer:%n%n");
            out.printf(
                    """
                      . %s
                      curl -X POST "$BLUEJAY_URL/api/v1/invoices/" \\
                        -H "X-API-Key: $BLUEJAY_API_KEY" \\
                        -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \\
                        -H "Content-Type: application/json" \\
                        -d '{"shopId": "'$BLUEJAY_SHOP_ID'", "currencyAmount": "49.00", "currencySymbol": "USD", "orderId": "order-1024"}'
                    """,
                    demo);
        }
        out.printf("%nCtrl-C stops the gateway and its database.%n%n");
        out.flush();
    }
}
