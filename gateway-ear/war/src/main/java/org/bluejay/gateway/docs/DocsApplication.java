package org.bluejay.gateway.docs;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.bluejay.gateway.page.PageHeaders;

/** The pages for programmers, who need no key to read them. */
@ApplicationPath("docs")
public class DocsApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(DocsResource.class, PageHeaders.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
