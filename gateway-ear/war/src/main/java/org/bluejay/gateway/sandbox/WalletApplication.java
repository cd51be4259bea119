package org.bluejay.gateway.sandbox;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.bluejay.gateway.page.FormGuard;
import org.bluejay.gateway.page.PageHeaders;

/** The page that stands in for a payer's wallet, beside the API because it is for people. */
@ApplicationPath("sandbox")
public class WalletApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(WalletResource.class, PageHeaders.class, FormGuard.class);
    }

    /** Redirects stay relative: behind a proxy we may not know our own scheme. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.headers.location.relative.resolution.disabled", true,
                "jersey.config.server.wadl.disableWadl", true);
    }
}
