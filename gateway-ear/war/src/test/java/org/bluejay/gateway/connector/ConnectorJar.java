package org.bluejay.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.bluejay.connector.network.PaymentNetworkProvider;

/** Makes a real connector's jar, compiled against the SPI alone. */
public final class ConnectorJar {

    private static final String PROVIDER =
            """
            package sample;

            import java.math.BigDecimal;
            import java.util.*;
            import org.bluejay.connector.*;
            import org.bluejay.connector.network.*;

            public final class Provider implements PaymentNetworkProvider $also {

                public NetworkDescriptor descriptor() {
                    return new NetworkDescriptor("$id", %s, "$version", new SpiVersion($spi),
                        Maturity.BETA, $sandboxOnly, List.of(new MethodDescriptor("$method", "Sample",
                            MethodDescriptor.Kind.CODE, Set.of(), BigDecimal.ZERO, BigDecimal.ZERO,
                            BigDecimal.ZERO, ConfigSchema.of())));
                }

                public ConfigSchema settings() {
                    return $settings;
                }

                public PaymentNetwork open(Settings settings, ConnectorContext context) {
                    return new Network(settings, context);
                }

                $extra
            }
            """;

    private static final String NETWORK =
            """
            package sample;

            import java.net.URI;
            import java.time.*;
            import java.util.*;
            import org.bluejay.connector.*;
            import org.bluejay.connector.network.*;

            public final class Network implements PaymentNetwork $capabilities {

                final Settings settings;
                final ConnectorContext context;

                Network(Settings settings, ConnectorContext context) {
                    this.settings = settings;
                    this.context = context;
                }

                public PaymentInstruction requestPayment(PaymentRequest request) throws NetworkException {
                    $request
                }

                public Health health() {
                    return Health.up($health);
                }

                public void close() {
                    $close
                }

                $members
            }
            """;

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private String providers = "sample.Provider";
    private String name = "\"Sample\"";

    private ConnectorJar(String id) {
        words.put("id", id);
        words.put("method", id + "-code");
        words.put("version", "1.0.0");
        words.put("spi", "1, 0");
        words.put("sandboxOnly", "false");
        words.put("settings", "ConfigSchema.of()");
        words.put("capabilities", "");
        words.put("members", "");
        words.put("also", "");
        words.put("extra", "");
        words.put("close", "");
        words.put("health", "\"$version\"");
        words.put(
                "request",
                """
                return new PaymentInstruction.ShowCode(
                    new PaymentHandle(request.reference(), "n-" + request.reference()), "$version",
                    "$version", Optional.empty());\
                """);
    }

    /** A connector that works: one method, {@code <id>-code}. */
    public static ConnectorJar of(String id) {
        return new ConnectorJar(id);
    }

    public ConnectorJar version(String version) {
        words.put("version", version);
        return this;
    }

    public ConnectorJar spi(int major, int minor) {
        words.put("spi", major + ", " + minor);
        return this;
    }

    public ConnectorJar method(String method) {
        words.put("method", method);
        return this;
    }

    public ConnectorJar sandboxOnly() {
        words.put("sandboxOnly", "true");
        return this;
    }

    /** A Java expression of a ConfigSchema. */
    public ConnectorJar settings(String expression) {
        words.put("settings", expression);
        return this;
    }

    /** A Java expression that gives the connector's name when it is asked what it is. */
    public ConnectorJar named(String expression) {
        name = expression;
        return this;
    }

    /** Java statements that answer a request for payment. */
    public ConnectorJar onRequest(String statements) {
        words.put("request", statements);
        return this;
    }

    /** A Java expression of what health tells. */
    public ConnectorJar health(String expression) {
        words.put("health", expression);
        return this;
    }

    public ConnectorJar onClose(String statements) {
        words.put("close", statements);
        return this;
    }

    /** Further interfaces, with the methods that go with them. */
    public ConnectorJar with(String interfaces, String members) {
        words.put("capabilities", ", " + interfaces);
        words.put("members", members);
        return this;
    }

    /** Further interfaces of the provider, with the methods that go with them. */
    public ConnectorJar providing(String interfaces, String members) {
        words.put("also", ", " + interfaces);
        words.put("extra", members);
        return this;
    }

    public ConnectorJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    public ConnectorJar resource(String path, String content) {
        resources.put(path, content);
        return this;
    }

    /** What stands in META-INF/services instead of the provider. */
    public ConnectorJar providers(String lines) {
        providers = lines;
        return this;
    }

    /** Writes the jar into a folder of its own below {@code connectors}, in the place of any. */
    public Path into(Path connectors, String folder) throws IOException {
        return write(Files.createDirectories(connectors.resolve(folder)), Set.of());
    }

    /** The same, without some of its classes. */
    public Path into(Path connectors, String folder, String... missing) throws IOException {
        return write(Files.createDirectories(connectors.resolve(folder)), Set.of(missing));
    }

    private Path write(Path folder, Set<String> missing) throws IOException {
        Path classes = Files.createTempDirectory("connector-classes");
        Map<String, String> all = new LinkedHashMap<>(sources);
        all.put("sample.Provider", fill(PROVIDER.formatted(name)));
        all.put("sample.Network", fill(fill(NETWORK)));
        compile(all, classes);
        ByteArrayOutputStream draft = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(draft)) {
            add(
                    jar,
                    "META-INF/services/" + PaymentNetworkProvider.class.getName(),
                    providers.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                add(jar, resource.getKey(), resource.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (Path each : files(classes)) {
                String path = classes.relativize(each).toString();
                if (!missing.contains(path.replace('/', '.').replace(".class", ""))) {
                    add(jar, path, Files.readAllBytes(each));
                }
            }
        }
        delete(classes);
        Path target = folder.resolve("connector.jar");
        // In place, as a careless copy does it: the same file, other bytes.
        Files.write(target, draft.toByteArray());
        return target;
    }

    private String fill(String template) {
        String text = template;
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("$" + word.getKey(), word.getValue());
        }
        return text;
    }

    private static void compile(Map<String, String> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> files =
                sources.entrySet().stream()
                        .<JavaFileObject>map(each -> new Source(each.getKey(), each.getValue()))
                        .toList();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean good =
                    compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-cp",
                                            spi().toString(),
                                            "-d",
                                            classes.toString()),
                                    null,
                                    files)
                            .call();
            assertThat(good).as("the sample connector compiles").isTrue();
        }
    }

    private static Path spi() {
        try {
            return Path.of(
                    PaymentNetworkProvider.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new TreeSet<>(all.filter(Files::isRegularFile).toList());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void add(JarOutputStream jar, String path, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
        jar.closeEntry();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
