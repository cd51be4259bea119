package org.bluejay.shop.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.Test;

/** The plugin's own tests and checks, with the PHP of this machine. */
class PhpIT {

    @Test
    @Needs("php")
    void every_file_is_php() throws IOException {
        try (Stream<Path> files = Files.walk(Programs.HOME)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".php"))
                            .filter(file -> !file.startsWith(Programs.WORK))
                            .toList();
            assertThat(sources).hasSizeGreaterThan(40);
            for (Path source : sources) {
                run("php", "-l", source.toString());
            }
        }
    }

    @Test
    @Needs("phpcs")
    void every_file_keeps_to_the_coding_standard() {
        run("phpcs", "-q", "--standard=phpcs.xml");
    }

    @Test
    @Needs("phpunit")
    void signature_checkout_reconcile_and_refunds_hold_what_they_promise() throws IOException {
        Path report = Programs.WORK.resolve("phpunit.txt");
        run("phpunit", "--testdox-text", report.toString());
        assertThat(Files.readString(report)).contains("Parallel webhooks settle once");
    }

    private static void run(String... command) {
        Programs.run(Programs.HOME, Map.of(), List.of(command));
    }
}
