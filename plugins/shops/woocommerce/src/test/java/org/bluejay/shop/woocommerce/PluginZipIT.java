package org.bluejay.shop.woocommerce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What a shop owner uploads: all that is needed, and nothing else. */
class PluginZipIT {

    private static final String FOLDER = "bluejay-for-woocommerce/";

    /** As they are gathered: folders, what is as it was written, what was compiled. */
    private static final Comparator<String> BY_KIND_AND_NAME =
            Comparator.<String, Boolean>comparing(name -> !name.endsWith("/"))
                    .thenComparing(name -> name.endsWith(".mo"))
                    .thenComparing(Comparator.naturalOrder());

    @Test
    void holds_every_source_file_as_it_is_and_nothing_of_the_tests() throws IOException {
        try (ZipFile zip = new ZipFile(Programs.ZIP.toFile());
                Stream<Path> sources = Files.walk(Programs.HOME.resolve("shop"))) {
            List<Path> files = sources.filter(Files::isRegularFile).toList();
            assertThat(files).hasSizeGreaterThan(30);
            for (Path file : files) {
                String name = FOLDER + Programs.HOME.resolve("shop").relativize(file);
                assertThat(bytes(zip, name)).as(name).isEqualTo(Files.readAllBytes(file));
            }
            assertThat(names(zip))
                    .contains(FOLDER + "LICENSE")
                    .allMatch(name -> name.startsWith(FOLDER))
                    .noneMatch(name -> name.contains("test") || name.contains("phpcs"));
            long compiled = names(zip).stream().filter(name -> name.endsWith(".mo")).count();
            assertThat(names(zip)).hasSize(files.size() + 1 + (int) compiled);
        }
    }

    @Test
    void brings_every_language_compiled() throws IOException {
        try (ZipFile zip = new ZipFile(Programs.ZIP.toFile())) {
            for (String locale : List.of("pt_BR", "pt_PT", "es_ES", "es_MX", "fr_FR", "sw")) {
                String name = FOLDER + "languages/bluejay-for-woocommerce-" + locale + ".mo";
                assertThat(bytes(zip, name)).as(name).startsWith(0xde, 0x12, 0x04, 0x95);
            }
        }
    }

    /** The time of the build, not of the day: the same sources make the same bytes. */
    @Test
    void carries_no_time_of_its_own() throws IOException {
        try (ZipFile zip = new ZipFile(Programs.ZIP.toFile())) {
            List<LocalDateTime> times =
                    zip.stream().map(ZipEntry::getTimeLocal).distinct().toList();
            assertThat(times).containsExactly(LocalDateTime.of(2026, 11, 1, 0, 0));
            List<String> all = zip.stream().map(ZipEntry::getName).toList();
            assertThat(all).isEqualTo(all.stream().sorted(BY_KIND_AND_NAME).toList());
        }
    }

    @Test
    void says_what_wordpress_reads_in_its_first_lines() throws IOException {
        try (ZipFile zip = new ZipFile(Programs.ZIP.toFile())) {
            String main = new String(bytes(zip, FOLDER + "bluejay-for-woocommerce.php"), UTF_8);
            assertThat(main)
                    .contains("Plugin Name: Bluejay for WooCommerce", "Requires PHP: 7.4")
                    .contains("Requires Plugins: woocommerce")
                    .contains("Text Domain: bluejay-for-woocommerce");
        }
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (var content = zip.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }
}
