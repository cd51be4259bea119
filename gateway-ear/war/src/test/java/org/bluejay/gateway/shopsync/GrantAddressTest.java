package org.bluejay.gateway.shopsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.bluejay.gateway.connector.ShopJar;
import org.bluejay.gateway.shared.Problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway whose own address is not https. */
class GrantAddressTest {

    @TempDir static Path folder;

    @BeforeAll
    static void bring_a_platform() throws IOException {
        ShopJar.granting(GrantRig.PLATFORM, folder, GrantRig.PLATFORM);
    }

    /** The second is left to the platform, which wants https. */
    @ParameterizedTest
    @ValueSource(strings = {"http://pay.example.com", "http://localhost:8080"})
    void tells_that_no_key_can_come_by_http(String publicUrl) {
        try (GrantRig rig = new GrantRig(folder, publicUrl)) {
            GrantRig.Tenant tenant = rig.tenant();
            assertThatThrownBy(() -> rig.begin(tenant))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            no -> {
                                assertThat(no.code()).isEqualTo("public-url-not-https");
                                assertThat(no.getMessage()).contains("bluejay.public-url");
                            });
            assertThat(rig.audited(tenant)).isEmpty();
        }
    }
}
