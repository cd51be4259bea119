package org.bluejay.gateway.shared;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import org.bluejay.gateway.bootstrap.GatewayDatabase;

/**
 * The order in which the gateway ends: requests (the container sees to them), then background work,
 * then the beans, and the database last. An extension, for no bean outlives the beans.
 */
public class OrderlyEnd implements Extension {

    void endBackgroundWork(@Observes @Destroyed(ApplicationScoped.class) Object end) {
        BackgroundLoop.closeAll();
    }

    void letGoOfTheDatabase(@Observes BeforeShutdown end) {
        GatewayDatabase.close();
    }
}
