package org.bluejay.gateway.shared;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bluejay.gateway.bootstrap.GatewayDatabase;

/**
 * The order in which the gateway ends: requests are answered, background work finishes its round,
 * and the database stops last.
 *
 * <p>It hangs on the servlet context, because by the time beans are told of their end, the server
 * has taken away pools and classes.
 */
@WebListener
public class OrderlyEnd implements ServletContextListener, ServletRequestListener {

    private static final System.Logger LOG = System.getLogger(OrderlyEnd.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One party for each request being answered, and one for this listener. */
    private final Phaser requests = new Phaser(1);

    @Override
    public void contextInitialized(ServletContextEvent start) {
        GatewayDatabase.hold();
    }

    @Override
    public void requestInitialized(ServletRequestEvent request) {
        requests.register();
    }

    @Override
    public void requestDestroyed(ServletRequestEvent request) {
        requests.arriveAndDeregister();
    }

    @Override
    public void contextDestroyed(ServletContextEvent end) {
        Stopping.begin();
        awaitRequests();
        BackgroundLoop.closeAll();
        GatewayDatabase.close();
    }

    private void awaitRequests() {
        try {
            int phase = requests.arrive();
            requests.awaitAdvanceInterruptibly(phase, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    Level.WARNING,
                    "event=requests-cut-off count={0}",
                    String.valueOf(requests.getUnarrivedParties()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
