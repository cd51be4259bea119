package org.bluejay.gateway.dist;

import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * One Payara Micro with the gateway's WAR at its root. It keeps its own working files in a folder
 * of the data, made anew at each start, so that several gateways can run from one installation.
 */
final class GatewayServer {

    private static final long READY_PAUSE_MILLIS = 100;

    private final Path home;
    private final Path folder;
    private final String host;
    private final int port;

    GatewayServer(Path home, Path data, String host, int port) {
        this.home = home;
        this.folder = data.resolve("server-" + port);
        this.host = host;
        this.port = port;
    }

    void start() throws StartFailed {
        Path payara = home.resolve("payara");
        try {
            prepareFolder(payara);
        } catch (IOException e) {
            throw new StartFailed("its folder " + folder + " cannot be used: " + e, e);
        }
        // As Payara's own launcher does, which however allows no working folder but its own.
        System.setProperty(
                "fish.payara.micro.BootJar", payara.resolve("launch-micro.jar").toUri().toString());
        System.setProperty("fish.payara.micro.UnpackDir", payara.toString());
        try {
            Object micro =
                    Class.forName("fish.payara.micro.impl.PayaraMicroImpl")
                            .getMethod("create", String[].class)
                            .invoke(null, (Object) arguments());
            if (((PayaraMicroBoot) micro).getRuntime().getDeployedApplicationNames().isEmpty()) {
                throw new StartFailed("the application was refused; the log above says why.");
            }
        } catch (InvocationTargetException e) {
            throw new StartFailed("Payara Micro: " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new StartFailed("the folder " + payara + " is not complete.", e);
        }
    }

    private void prepareFolder(Path payara) throws IOException {
        deleteTree(folder);
        Path own = Files.createDirectories(folder.resolve("config"));
        // Its adapters for data sources; it only reads them.
        Files.createSymbolicLink(folder.resolve("lib"), payara.resolve("lib"));
        try (Stream<Path> files = Files.list(payara.resolve("config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, own.resolve(file.getFileName()));
            }
        }
        Files.writeString(own.resolve("logging.properties"), resource("logging.properties"));
        Files.writeString(
                own.resolve("preboot.txt"), resource("preboot.txt").replace("HOST", host));
        Files.writeString(own.resolve("postboot.txt"), resource("postboot.txt"));
        Files.writeString(own.resolve("postdeploy.txt"), resource("postdeploy.txt"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream own = GatewayServer.class.getResourceAsStream(name)) {
            return new String(own.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String[] arguments() {
        Path config = folder.resolve("config");
        return new String[] {
            "--rootdir",
            folder.toString(),
            "--logproperties",
            config.resolve("logging.properties").toString(),
            "--prebootcommandfile",
            config.resolve("preboot.txt").toString(),
            "--postbootcommandfile",
            config.resolve("postboot.txt").toString(),
            "--postdeploycommandfile",
            config.resolve("postdeploy.txt").toString(),
            "--nocluster",
            "--nohazelcast",
            "--disablephonehome",
            "--port",
            String.valueOf(port),
            "--minhttpthreads",
            "16",
            "--maxhttpthreads",
            "200",
            "--contextroot",
            "/",
            "--deploy",
            home.resolve("bluejay.war").toString()
        };
    }

    /** Asks the gateway's own health check, over its own port, until it says yes. */
    void awaitReady(Duration patience) throws StartFailed {
        HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
        HttpRequest question =
                HttpRequest.newBuilder(url().resolve("/health/ready")).timeout(patience).build();
        long end = System.nanoTime() + patience.toNanos();
        String answer = "";
        try {
            while (System.nanoTime() < end) {
                HttpResponse<String> response =
                        client.send(question, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return;
                }
                answer = response.body();
                Thread.sleep(READY_PAUSE_MILLIS);
            }
            throw new StartFailed(
                    "not ready after "
                            + patience.toSeconds()
                            + " seconds. Its health check says: "
                            + answer);
        } catch (IOException e) {
            throw new StartFailed("its port does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("interrupted.", e);
        }
    }

    /** Where this machine reaches it. */
    URI url() {
        return URI.create("http://" + reachable() + ":" + port);
    }

    private String reachable() {
        String any = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
        return any.contains(":") ? "[" + any + "]" : any;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path emptied, IOException failure)
                            throws IOException {
                        Files.delete(emptied);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
