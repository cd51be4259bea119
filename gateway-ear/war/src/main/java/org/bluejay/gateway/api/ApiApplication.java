package org.bluejay.gateway.api;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.gateway.shared.ApiResource;

/**
 * The native API: the resources of all rooms that carry {@link ApiResource}, and this room's
 * providers.
 */
@ApplicationPath("api/v1")
public class ApiApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        Stream<Class<?>> resources =
                CDI.current().getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                        .<Class<?>>map(Bean::getBeanClass)
                        .filter(type -> type.isAnnotationPresent(ApiResource.class));
        Stream<Class<?>> providers =
                Stream.of(KeyFilter.class, JsonBody.class, ProblemMapper.class);
        return Stream.concat(resources, providers).collect(Collectors.toSet());
    }

    /**
     * Jersey would otherwise answer OPTIONS with a WADL and bring its own JSON and validation.
     * JSON-B comes although nothing is discovered, unless it is named: it would then be chance
     * whether it or our own strict JSON is asked first.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.disableAutoDiscovery", true,
                "jersey.config.disableJsonBinding", true);
    }
}
