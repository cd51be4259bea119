package org.bluejay.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.bluejay.gateway.shared.ReadinessPart;
import org.bluejay.gateway.shared.Stopping;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether this node should get requests: all its parts are ready. */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {

    @Inject @Any Instance<ReadinessPart> parts;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("bluejay-ready").up();
        for (ReadinessPart part : parts) {
            part.trouble()
                    .ifPresentOrElse(
                            trouble -> response.withData(part.name(), trouble).down(),
                            () -> response.withData(part.name(), "ready"));
        }
        if (Stopping.hasBegun()) {
            response.withData("node", "is stopping").down();
        }
        return response.build();
    }
}
