package org.bluejay.gateway.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the connectors folder has been looked through. A refused connector is shown and does
 * not make the gateway unready, because the others work.
 */
@Readiness
@ApplicationScoped
public class ConnectorHealth implements HealthCheck {

    @Inject Connectors connectors;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("connectors").status(connectors.isComplete());
        for (LoadedConnector connector : connectors.all()) {
            answer.withData(
                    connector.folder(),
                    connector.fault().isEmpty()
                            ? "loaded"
                            : connector.state() == LoadedConnector.State.LOADED
                                    ? "loaded; " + connector.fault()
                                    : "refused: " + connector.fault());
        }
        return answer.build();
    }
}
