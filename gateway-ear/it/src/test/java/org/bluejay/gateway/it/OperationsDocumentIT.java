package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators are told about settings is what the code does. */
class OperationsDocumentIT {

    private final Map<String, Optional<String>> documented = Settings.documented();

    @Test
    void names_every_setting_there_is_and_no_other() {
        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(Settings.named());
    }

    @Test
    void gives_every_default_as_the_code_has_it() {
        Map<String, Optional<String>> injected = Settings.injected();
        assertThat(injected).isNotEmpty();
        assertThat(documented).containsAllEntriesOf(injected);
    }
}
