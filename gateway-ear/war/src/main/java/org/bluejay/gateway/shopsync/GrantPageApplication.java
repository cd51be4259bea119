package org.bluejay.gateway.shopsync;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.bluejay.gateway.page.PageHeaders;

/** The page that shops lead their owners back to, beside the API because it is for people. */
@ApplicationPath("grants")
public class GrantPageApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(GrantPageResource.class, PageHeaders.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
