package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The files for containers agree with each other, with the build and with the settings. */
class ContainerFilesIT {

    private static final Path ROOT = Path.of(System.getProperty("bluejay.root"));
    private static final Path DOCKER = ROOT.resolve("docker");
    private static final Pattern COPIED =
            Pattern.compile("(?m)^COPY --from=build \\S+ /src/(\\S+) \\S+$");
    private static final Pattern VARIABLE = Pattern.compile("\\bBLUEJAY_[A-Z_]+");
    private static final Pattern SECRET = Pattern.compile("/run/secrets/(\\w+)");

    private final String image = Settings.read(DOCKER.resolve("Dockerfile"));
    private final JsonNode compose = parse(DOCKER.resolve("compose.yaml"));

    @Test
    void image_takes_what_the_build_makes_and_starts_what_is_in_it() {
        List<String> copied = COPIED.matcher(image).results().map(match -> match.group(1)).toList();
        assertThat(copied).isNotEmpty().allSatisfy(it -> assertThat(ROOT.resolve(it)).exists());
        assertThat(image)
                .contains(" /opt/bluejay\n")
                .contains("\"-jar\", \"/opt/bluejay/bluejay.jar\"");
        assertThat(ROOT.resolve(copied.get(0)).resolve("bluejay.jar")).isRegularFile();
    }

    @Test
    void data_is_kept_in_the_volume_by_an_ordinary_user() {
        assertThat(image)
                .contains("USER bluejay\n")
                .contains("VOLUME /var/lib/bluejay\n")
                .contains("BLUEJAY_DATA_DIR=/var/lib/bluejay");
        assertThat(texts(compose.at("/services/gateway/volumes")))
                .contains("data:/var/lib/bluejay");
        assertThat(names(compose.path("volumes"))).contains("data", "database");
    }

    @Test
    void every_variable_is_a_setting() {
        Set<String> known =
                Settings.documented().keySet().stream()
                        .map(Settings::variable)
                        .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>(names(compose.at("/services/gateway/environment")));
        VARIABLE.matcher(image).results().forEach(match -> used.add(match.group()));
        VARIABLE.matcher(compose.toString()).results().forEach(match -> used.add(match.group()));
        assertThat(used).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void services_are_given_the_secrets_they_read_and_the_services_they_need() {
        compose.path("services")
                .forEach(
                        service -> {
                            Set<String> read =
                                    SECRET.matcher(service.toString())
                                            .results()
                                            .map(match -> match.group(1))
                                            .collect(Collectors.toSet());
                            assertThat(texts(service.path("secrets")))
                                    .containsExactlyInAnyOrderElementsOf(read)
                                    .isSubsetOf(names(compose.path("secrets")));
                            for (String needed : names(service.path("depends_on"))) {
                                assertThat(compose.at("/services/" + needed + "/healthcheck"))
                                        .as("health check of " + needed)
                                        .isNotEmpty();
                            }
                        });
    }

    @Test
    void gateway_is_built_from_here_and_reads_the_database_of_its_neighbour() {
        JsonNode gateway = compose.at("/services/gateway");
        Path context = DOCKER.resolve(gateway.at("/build/context").asText()).normalize();
        assertThat(context.resolve(gateway.at("/build/dockerfile").asText())).exists();
        JsonNode database = compose.at("/services/database/environment");
        assertThat(gateway.at("/environment/BLUEJAY_DB_URL").asText())
                .isEqualTo(
                        "jdbc:postgresql://database:5432/" + database.path("POSTGRES_DB").asText());
        assertThat(gateway.at("/environment/BLUEJAY_DB_USER"))
                .isEqualTo(database.path("POSTGRES_USER"));
        assertThat(gateway.at("/environment/BLUEJAY_DB_PASSWORD_FILE"))
                .isEqualTo(database.path("POSTGRES_PASSWORD_FILE"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static JsonNode parse(Path file) {
        try {
            return new YAMLMapper().readTree(Settings.read(file));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(file + " is not YAML", e);
        }
    }
}
