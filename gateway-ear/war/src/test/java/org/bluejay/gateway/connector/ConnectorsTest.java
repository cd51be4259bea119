package org.bluejay.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bluejay.gateway.connector.LoadedConnector.State;
import org.bluejay.gateway.shared.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorsTest {

    @TempDir Path folder;
    Connectors connectors;

    @BeforeEach
    void look_into_the_folder() {
        connectors = new Connectors(folder, Thread::new, Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws Exception {
        connectors.close().get(10, TimeUnit.SECONDS);
    }

    @Test
    void no_folder_is_no_connectors() {
        connectors = new Connectors(folder.resolve("none"), Thread::new, Duration.ZERO);
        assertThat(connectors.isComplete()).isFalse();
        connectors.scan();
        assertThat(connectors.isComplete()).isTrue();
        assertThat(connectors.all()).isEmpty();
    }

    @Test
    void a_connector_sees_the_platform_and_the_spi_and_nothing_of_its_host() throws IOException {
        ConnectorJar.of("nosy")
                .named("Looking.around()")
                .source(
                        "sample.Looking",
                        """
                        package sample;
                        public final class Looking {
                            static String around() {
                                return sees("java.sql.Connection") + " "
                                    + sees("org.bluejay.connector.Money") + " "
                                    + sees("org.bluejay.gateway.shared.Secrets") + " "
                                    + sees("com.fasterxml.jackson.databind.ObjectMapper") + " "
                                    + sees("jakarta.inject.Inject") + " "
                                    + (Looking.class.getClassLoader()
                                        .getResource("db/migration/V1__gateway.sql") != null) + " "
                                    + (Looking.class.getClassLoader()
                                        .getResource("org/bluejay/connector/Money.class") != null);
                            }
                            private static boolean sees(String name) {
                                try {
                                    Class.forName(name);
                                    return Class.forName(name, false,
                                        Thread.currentThread().getContextClassLoader()) != null;
                                } catch (ClassNotFoundException e) {
                                    return false;
                                }
                            }
                        }
                        """)
                .into(folder, "nosy");
        connectors.scan();
        assertThat(nameOf("nosy")).isEqualTo("true true false false false false true");
    }

    @Test
    void a_connector_may_bring_its_own_version_of_a_library_that_the_host_has_too()
            throws IOException {
        ConnectorJar.of("own")
                .named(
                        "com.fasterxml.jackson.databind.ObjectMapper.mine() + \" \""
                                + " + ServiceLoader.load(Runnable.class).stream().count()")
                .source(
                        "com.fasterxml.jackson.databind.ObjectMapper",
                        """
                        package com.fasterxml.jackson.databind;
                        public class ObjectMapper implements Runnable {
                            public static String mine() { return "mine"; }
                            public void run() {}
                        }
                        """)
                .resource(
                        "META-INF/services/java.lang.Runnable",
                        "com.fasterxml.jackson.databind.ObjectMapper")
                .into(folder, "own");
        connectors.scan();
        assertThat(nameOf("own")).isEqualTo("mine 1");
    }

    @Test
    void a_connector_of_another_spi_is_refused_with_both_versions_named() throws IOException {
        ConnectorJar.of("major").spi(2, 0).into(folder, "major");
        ConnectorJar.of("minor").spi(1, 7).into(folder, "minor");
        connectors.scan();
        assertThat(faultOf("major")).contains("SPI 2.0").contains("SPI 1.0");
        assertThat(faultOf("minor")).contains("SPI 1.7").contains("SPI 1.0");
        assertThat(connectors.running()).isEmpty();
    }

    @Test
    void what_cannot_be_used_is_refused_and_shown_and_the_others_work() throws IOException {
        ConnectorJar.of("good").into(folder, "good");
        Path broken = ConnectorJar.of("broken").into(folder, "broken");
        Files.write(broken, new byte[] {1, 2, 3});
        ConnectorJar.of("lacking")
                .named("new Gone().toString()")
                .source("sample.Gone", "package sample; class Gone {}")
                .into(folder, "lacking", "sample.Gone");
        ConnectorJar.of("throwing").named("String.valueOf(1 / 0)").into(folder, "throwing");
        ConnectorJar.of("deep").named("descriptor().name()").into(folder, "deep");
        ConnectorJar.of("absent").providers("sample.Nobody").into(folder, "absent");
        ConnectorJar.of("silent").providers("").into(folder, "silent");
        ConnectorJar.of("liar").providers("sample.Network").into(folder, "liar");
        connectors.scan();
        assertThat(connectors.all()).hasSize(8);
        assertThat(connectors.running())
                .singleElement()
                .matches(each -> each.descriptor().id().equals("good"));
        assertThat(faultOf("broken")).contains("connector.jar is no jar");
        assertThat(faultOf("lacking")).contains("Gone");
        assertThat(faultOf("throwing")).contains("ArithmeticException");
        assertThat(faultOf("deep")).contains("StackOverflowError");
        assertThat(faultOf("absent")).contains("sample.Nobody");
        assertThat(faultOf("silent")).contains("no jar names a provider");
        assertThat(faultOf("liar")).contains("sample.Network");
    }

    @Test
    void an_id_is_held_by_one_folder_and_goes_to_the_next_when_that_is_gone() throws IOException {
        Path first = ConnectorJar.of("pix").version("1").into(folder, "a");
        ConnectorJar.of("pix").version("2").into(folder, "b");
        connectors.scan();
        assertThat(versionOf("pix")).isEqualTo("1");
        assertThat(faultOf("b")).contains("another folder").contains("pix");
        Files.delete(first);
        connectors.scan();
        assertThat(versionOf("pix")).isEqualTo("2");
        assertThat(connectors.all()).singleElement().matches(each -> each.fault().isEmpty());
    }

    @Test
    void a_method_is_offered_by_one_connector_only() throws IOException {
        ConnectorJar.of("one").method("pay").into(folder, "one");
        ConnectorJar.of("two").method("pay").into(folder, "two");
        connectors.scan();
        assertThat(connectors.running("one")).isPresent();
        assertThat(faultOf("two")).contains("pay").contains("one");
    }

    @Test
    void a_changed_connector_takes_over_once_its_folder_is_at_rest() throws IOException {
        ConnectorJar.of("pix").version("1").into(folder, "pix");
        connectors.scan();
        ConnectorJar.of("pix").version("2.0.0").into(folder, "pix");
        assertThat(connectors.scan()).isFalse();
        assertThat(versionOf("pix")).isEqualTo("1");
        assertThat(connectors.scan()).isTrue();
        assertThat(versionOf("pix")).isEqualTo("2.0.0");
    }

    @Test
    void a_change_for_the_worse_is_refused_and_what_runs_goes_on() throws IOException {
        Path jar = ConnectorJar.of("pix").version("1").into(folder, "pix");
        connectors.scan();
        RunningConnector before = connectors.running("pix").orElseThrow();
        Files.write(jar, new byte[100]);
        connectors.scan();
        connectors.scan();
        LoadedConnector shown = connectors.find("pix").orElseThrow();
        assertThat(shown.state()).isEqualTo(State.LOADED);
        assertThat(shown.fault()).contains("is refused").contains("version 1 goes on");
        assertThat(connectors.running("pix")).contains(before);
        assertThat(before.isRetired()).isFalse();
    }

    @Test
    void a_removed_connector_is_gone() throws IOException {
        Files.delete(ConnectorJar.of("pix").into(folder, "pix"));
        ConnectorJar.of("ted").into(folder, "ted");
        connectors.scan();
        Files.delete(folder.resolve("ted/connector.jar"));
        connectors.scan();
        assertThat(connectors.all()).isEmpty();
        assertThat(connectors.running("ted")).isEqualTo(Optional.empty());
    }

    @Test
    void a_reload_by_name_needs_no_change() throws IOException {
        ConnectorJar.of("pix").into(folder, "pix");
        connectors.scan();
        RunningConnector before = connectors.running("pix").orElseThrow();
        assertThat(connectors.reload("pix")).isTrue();
        assertThat(connectors.running("pix").orElseThrow()).isNotSameAs(before);
        assertThat(before.isRetired()).isTrue();
        assertThat(connectors.reload("none")).isFalse();
    }

    @Test
    void copies_that_a_killed_process_left_behind_are_removed_and_no_others() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        assertThat(gone.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Path left = Files.createTempDirectory("bluejay-connector-" + gone.pid() + "-");
        Files.createFile(left.resolve("some.jar"));
        ConnectorJar jar = ConnectorJar.of("pix");
        try (JarCopies own = JarCopies.of(List.of(jar.into(folder, "pix")))) {
            JarCopies.sweep();
            assertThat(left).doesNotExist();
            assertThat(Path.of(own.urls()[0].toURI())).exists();
        }
    }

    @Test
    void copies_that_cannot_be_removed_are_told_in_one_line_and_hold_up_no_others()
            throws Exception {
        Process gone = new ProcessBuilder("true").start();
        assertThat(gone.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String prefix = "bluejay-connector-" + gone.pid() + "-";
        List<Path> left = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            left.add(Files.createTempDirectory(prefix));
        }
        Path stays = left.remove(2);
        Path inUse = Files.createFile(Files.createDirectory(stays.resolve("inner")).resolve("x"));
        try (Logged log = Logged.of(JarCopies.class)) {
            JarCopies.sweep();

            assertThat(left).noneMatch(Files::exists);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains(stays.toString()))
                    .singleElement()
                    .asString()
                    .startsWith("event=connector-copies-left folder=" + stays + " cause=");
            assertThat(log.traces()).isEmpty();
        } finally {
            Files.delete(inUse);
            Files.delete(inUse.getParent());
            Files.delete(stays);
        }
    }

    @Test
    void a_shop_platform_is_loaded_beside_networks_and_is_none_of_them() throws IOException {
        ConnectorJar.of("pix").into(folder, "pix");
        ShopJar.plain("cart", folder, "cart");
        connectors.scan();
        assertThat(connectors.runningShop("cart")).isPresent();
        assertThat(connectors.running("cart")).isEmpty();
        assertThat(connectors.runningShop("pix")).isEmpty();
        assertThat(connectors.running()).hasSize(1);
        assertThat(connectors.find("cart").orElseThrow().facts().orElseThrow().kind())
                .isEqualTo(ConnectorFacts.Kind.SHOP);
    }

    @Test
    void a_platform_and_a_network_never_share_an_id() throws IOException {
        ConnectorJar.of("pix").into(folder, "a-pix");
        ShopJar.plain("pix", folder, "b-pix");
        connectors.scan();
        assertThat(faultOf("b-pix")).contains("already holds a connector with the id pix");
    }

    @Test
    void a_folder_holds_one_provider_of_either_kind() throws IOException {
        ShopJar.beside(ConnectorJar.of("both"), folder, "both");
        connectors.scan();
        assertThat(faultOf("both")).contains("more than one provider");
    }

    private String nameOf(String id) {
        return connectors.running(id).orElseThrow().descriptor().name();
    }

    private String versionOf(String id) {
        return connectors.running(id).orElseThrow().descriptor().version();
    }

    private String faultOf(String id) {
        List<LoadedConnector> all = connectors.all();
        LoadedConnector refused =
                all.stream().filter(each -> each.folder().equals(id)).findFirst().orElseThrow();
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        return refused.fault();
    }
}
