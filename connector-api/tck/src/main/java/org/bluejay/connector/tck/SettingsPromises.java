package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Setting;

/** A connector asks for all it needs, and needs nothing that it did not ask for. */
final class SettingsPromises {

    private static final Pattern SOUNDS_SECRET =
            Pattern.compile("(?i).*(secret|password|passkey|passphrase|token|apikey|privatekey).*");

    private SettingsPromises() {}

    static List<Promise> all() {
        return List.of(
                new Promise("takes the fixture's settings", SettingsPromises::taken),
                new Promise("refuses each missing answer by name", SettingsPromises::missing),
                new Promise("refuses what is not a setting", SettingsPromises::unknown),
                new Promise("opens with the required answers alone", SettingsPromises::least),
                new Promise("opens with every choice it offers", SettingsPromises::choices),
                new Promise("labels all, and hides what is secret", SettingsPromises::labels));
    }

    private static ConfigSchema schema(Rig rig) {
        return rig.provider().settings();
    }

    private static Map<String, String> answers(Rig rig) {
        return new HashMap<>(rig.fixture().settings());
    }

    private static void taken(Rig rig) {
        assertThat(schema(rig).validate(answers(rig))).as("the fixture's settings()").isEmpty();
    }

    private static void missing(Rig rig) {
        for (Setting setting : schema(rig).settings()) {
            Map<String, String> some = answers(rig);
            some.remove(setting.name());
            if (setting.required() && setting.defaultValue().isEmpty() && isAsked(rig, setting)) {
                assertThat(schema(rig).validate(some)).containsKey(setting.name());
                assertThatThrownBy(() -> rig.openWith(rig.provider(), some))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(setting.name());
            }
        }
    }

    private static boolean isAsked(Rig rig, Setting setting) {
        return setting.dependsOn().isEmpty() || answers(rig).containsKey(setting.name());
    }

    private static void unknown(Rig rig) {
        Map<String, String> more = answers(rig);
        more.put("noSuchSetting", "x");
        assertThatThrownBy(() -> rig.openWith(rig.provider(), more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noSuchSetting");
    }

    private static void least(Rig rig) {
        Map<String, String> least = answers(rig);
        schema(rig).settings().stream()
                .filter(setting -> !setting.required())
                .forEach(setting -> least.remove(setting.name()));
        assertThat(schema(rig).validate(least)).isEmpty();
        opens(rig, least);
    }

    private static void choices(Rig rig) {
        for (Setting setting : schema(rig).settings()) {
            for (String option : setting.options()) {
                Map<String, String> chosen = answers(rig);
                chosen.put(setting.name(), option);
                if (schema(rig).validate(chosen).isEmpty()) {
                    opens(rig, chosen);
                }
            }
        }
    }

    /** A setting that was read but not asked for shows when a payment is asked for. */
    private static void opens(Rig rig, Map<String, String> answers) {
        try (var network = rig.openWith(rig.provider(), answers)) {
            assertThat(network.health()).isNotNull();
            network.requestPayment(rig.request(Rig.newReference(), rig.anAmount()));
        } catch (org.bluejay.connector.network.NetworkException refused) {
            assertThat(refused).hasMessageNotContaining("has no answer");
        }
    }

    private static void labels(Rig rig) {
        for (Setting setting : schema(rig).settings()) {
            assertThat(setting.label()).as("label of %s", setting.name()).isNotBlank();
            hidesWhatIsSecret(setting);
        }
    }

    static void hidesWhatIsSecret(Setting setting) {
        if (SOUNDS_SECRET.matcher(setting.name()).matches()) {
            assertThat(setting.type())
                    .as("type of %s", setting.name())
                    .isEqualTo(Setting.Type.SECRET);
        }
    }
}
