package org.bluejay.gateway.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bluejay.gateway.bootstrap.DatabaseSettings.Embedded;
import org.bluejay.gateway.bootstrap.DatabaseSettings.External;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseSettingsTest {

    private static final String URL = "jdbc:postgresql://db.example:5432/bluejay";

    @Test
    void without_a_url_the_database_is_embedded_below_the_data_folder() {
        assertThat(settings(Map.of())).isEqualTo(new Embedded(Path.of("data/postgresql")));
        assertThat(settings(Map.of("bluejay.data.dir", "/srv/bluejay")))
                .isEqualTo(new Embedded(Path.of("/srv/bluejay/postgresql")));
    }

    @Test
    void reads_the_password_from_its_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "secret\n");
        External external =
                (External)
                        settings(
                                Map.of(
                                        "bluejay.db.url",
                                        URL,
                                        "bluejay.db.user",
                                        "gateway",
                                        "bluejay.db.password-file",
                                        file.toString()));
        assertThat(external.user()).isEqualTo("gateway");
        assertThat(external.password()).isEqualTo("secret");
    }

    @Test
    void never_shows_a_password() {
        String shown =
                settings(
                                Map.of(
                                        "bluejay.db.url",
                                        URL + "?password=in-the-url",
                                        "bluejay.db.password",
                                        "secret"))
                        .toString();
        assertThat(shown).contains("db.example").doesNotContain("secret", "in-the-url");
    }

    @Test
    void refuses_a_url_of_another_kind_and_shows_a_right_one() {
        assertThatThrownBy(() -> settings(Map.of("bluejay.db.url", "postgres://u:p@h/d")))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("bluejay.db.url")
                .hasMessageContaining("jdbc:postgresql://host:5432/bluejay")
                .hasMessageNotContaining("u:p");
    }

    @Test
    void names_the_password_file_that_it_cannot_read() {
        assertThatThrownBy(
                        () ->
                                settings(
                                        Map.of(
                                                "bluejay.db.url",
                                                URL,
                                                "bluejay.db.password-file",
                                                "/no/such/file")))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("bluejay.db.password-file")
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void refuses_two_passwords() {
        assertThatThrownBy(
                        () ->
                                settings(
                                        Map.of(
                                                "bluejay.db.url", URL,
                                                "bluejay.db.password", "one",
                                                "bluejay.db.password-file", "/other")))
                .hasMessageContaining("bluejay.db.password")
                .hasMessageContaining("bluejay.db.password-file");
    }

    @Test
    void says_which_platform_it_has_no_server_for() {
        assertThat(PostgresBinaries.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(PostgresBinaries.platform("Linux", "aarch64")).isEqualTo("linux-arm_64");
        assertThatThrownBy(() -> PostgresBinaries.archive("linux-arm_64"))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("linux-arm_64")
                .hasMessageContaining("bluejay.db.url");
    }

    private static DatabaseSettings settings(Map<String, String> values) {
        return DatabaseSettings.from(new FixedConfig(new HashMap<>(values)));
    }

    /** Only what the settings ask for. */
    private record FixedConfig(Map<String, String> values) implements Config {

        @Override
        public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
            return Optional.ofNullable(values.get(name)).map(type::cast);
        }

        @Override
        public <T> T getValue(String name, Class<T> type) {
            return getOptionalValue(name, type).orElseThrow(NoSuchElementException::new);
        }

        @Override
        public ConfigValue getConfigValue(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<String> getPropertyNames() {
            return values.keySet();
        }

        @Override
        public Iterable<ConfigSource> getConfigSources() {
            return List.of();
        }

        @Override
        public <T> Optional<Converter<T>> getConverter(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }
}
