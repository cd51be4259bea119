package org.bluejay.gateway.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows how each source fares. A chain that is not read makes no node unready: the other networks
 * work, and another node would fare no better.
 */
@Readiness
@ApplicationScoped
public class SourceHealth implements HealthCheck {

    @Inject SourceStates states;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("sources").up();
        states.last().forEach(each -> response.withData(each.source().toString(), each.text()));
        return response.build();
    }
}
