package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every network that the gateway brings along, and one list of what goes wrong with money. */
class ConformanceIT {

    private static final Path DOCS =
            Path.of(System.getProperty("bluejay.root"), "docs/networks.md");

    @Nested
    class Sandbox extends Conformance {
        Sandbox() {
            super(new SandboxRail());
        }
    }

    @Nested
    class Mpesa extends Conformance {
        Mpesa() {
            super(new MpesaRail());
        }
    }

    @Nested
    @Needs("litecoind")
    class Litecoin extends Conformance {
        Litecoin() {
            super(new LitecoinRail());
        }
    }

    @Test
    void the_docs_say_what_each_network_comes_through() {
        String table = table(List.of(new Sandbox(), new Mpesa(), new Litecoin()));
        assertThat(Settings.read(DOCS)).contains(table);
    }

    private static String table(List<Conformance> networks) {
        String heads =
                networks.stream()
                        .map(network -> network.rail().network())
                        .collect(Collectors.joining(" | ", "| case | ", " |\n"));
        String rule = "|---".repeat(networks.size() + 1) + "|\n";
        int cases = networks.get(0).list().size();
        return heads
                + rule
                + Stream.iterate(0, number -> number + 1)
                        .limit(cases)
                        .map(number -> row(networks, number))
                        .collect(Collectors.joining("\n"));
    }

    private static String row(List<Conformance> networks, int number) {
        String name = networks.get(0).list().get(number).name();
        return networks.stream()
                .map(network -> network.list().get(number).instead().orElse("yes"))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
    }
}
