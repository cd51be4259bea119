package org.bluejay.gateway.source;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Setting;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What the operator says about sources: {@code bluejay.source.<network>.<environment>.<setting>},
 * with the settings that the network's connector asks for.
 */
@ApplicationScoped
class SourceSettings {

    /** The answers to a source's questions; empty when the operator has given none. */
    Optional<Map<String, String>> of(SourceRef source, ConfigSchema schema) {
        Map<String, String> answers = new TreeMap<>();
        for (Setting setting : schema.settings()) {
            ConfigProvider.getConfig()
                    .getOptionalValue(
                            "bluejay.source." + source + "." + setting.name(), String.class)
                    .ifPresent(answer -> answers.put(setting.name(), answer));
        }
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers);
    }
}
