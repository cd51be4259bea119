package org.bluejay.gateway.shared;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows tables that did not get their next month. That is for a person to see and makes no node
 * unready: their rows have somewhere to land.
 */
@Readiness
@ApplicationScoped
public class PartitionHealth implements HealthCheck {

    @Inject PartitionKeeper keeper;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("months").up();
        keeper.troubled()
                .forEach(
                        table ->
                                response.withData(
                                        table,
                                        "a month could not be made or dropped: see"
                                                + " event=months-not-kept in the log"));
        return response.build();
    }
}
