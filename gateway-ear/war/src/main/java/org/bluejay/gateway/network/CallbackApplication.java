package org.bluejay.gateway.network;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The networks' entrance, apart from the API: no key, no problem documents, any content type. */
@ApplicationPath("callbacks")
public class CallbackApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(CallbackResource.class);
    }
}
