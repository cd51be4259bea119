package org.bluejay.gateway.shopsync;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The shops' entrance, apart from the API: no key, no problem documents, any content type. */
@ApplicationPath("hooks")
public class HookApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HookResource.class, GrantHookResource.class);
    }
}
