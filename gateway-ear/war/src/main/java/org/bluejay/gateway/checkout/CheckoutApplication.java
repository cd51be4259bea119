package org.bluejay.gateway.checkout;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.bluejay.gateway.page.FormGuard;
import org.bluejay.gateway.page.PageHeaders;

/** The pages for payers: an application of its own, because its errors are pages and not JSON. */
@ApplicationPath("pay")
public class CheckoutApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                CheckoutResource.class, TroubleMapper.class, PageHeaders.class, FormGuard.class);
    }

    /** Redirects stay relative, see {@link CheckoutResource}; nobody is told how it is built. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.headers.location.relative.resolution.disabled", true,
                "jersey.config.server.wadl.disableWadl", true);
    }
}
