package org.bluejay.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {

    ConfigSchema schema =
            ConfigSchema.of(
                    Setting.choice("type", "Type", List.of("paybill", "till"))
                            .withDefault("paybill"),
                    Setting.of("till", Setting.Type.WHOLE_NUMBER, "Till")
                            .asRequired()
                            .onlyWhen("type", "till"),
                    Setting.of("passkey", Setting.Type.SECRET, "Passkey")
                            .asRequired()
                            .matching("[a-z0-9]{4,}"));

    @Test
    void names_every_fault_and_no_value() {
        Map<String, String> faults =
                schema.validate(Map.of("type", "shop", "passkey", "NO", "colour", "red"));
        assertThat(faults)
                .containsEntry("type", "must be one of paybill, till")
                .containsEntry("passkey", "must match [a-z0-9]{4,}")
                .containsEntry("colour", "is not a setting");
    }

    @Test
    void asks_for_a_setting_only_while_its_condition_holds() {
        assertThat(schema.validate(Map.of("passkey", "abcd"))).isEmpty();
        assertThat(schema.validate(Map.of("type", "till", "passkey", "abcd")))
                .containsOnlyKeys("till");
    }

    @Test
    void fills_in_defaults_and_prints_no_value() {
        Settings settings = schema.settle(Map.of("passkey", "hush1"));
        assertThat(settings.text("type")).isEqualTo("paybill");
        assertThat(settings.secret("passkey").reveal()).isEqualTo("hush1");
        assertThat(settings.secret("passkey")).hasToString("******");
        assertThat(settings.toString()).doesNotContain("hush1").contains("passkey");
    }

    @Test
    void opens_nothing_with_settings_that_failed() {
        assertThatThrownBy(() -> schema.settle(Map.of("passkey", "S3CRET!")))
                .hasMessageContaining("passkey")
                .hasMessageNotContaining("S3CRET!");
    }
}
