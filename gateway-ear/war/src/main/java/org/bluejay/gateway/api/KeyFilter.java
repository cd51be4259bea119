package org.bluejay.gateway.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bluejay.gateway.merchant.KeyCheck;
import org.bluejay.gateway.merchant.KeyUse;
import org.bluejay.gateway.merchant.KnownKey;
import org.bluejay.gateway.merchant.Scopes;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.IdempotencyKey;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.RateLimits;
import org.bluejay.gateway.shared.RequestFacts;
import org.bluejay.gateway.shared.Requires;

/**
 * Lets nobody through whose key does not allow what the operation requires; an operation that
 * requires nothing is closed to all. The key is looked up for each request.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class KeyFilter implements ContainerRequestFilter {

    private static final String API_KEY = "X-API-Key";
    private static final String BEARER = "Bearer ";

    @Context ResourceInfo resource;
    @Context HttpServletResponse response;

    @Inject KeyCheck keys;
    @Inject KeyUse use;
    @Inject RateLimits limits;
    @Inject Clock clock;

    private final Map<Method, Operation> operations = new ConcurrentHashMap<>();

    /**
     * @param route for logs and metrics
     * @param scope that a key needs
     */
    private record Operation(String route, String scope) {}

    @Override
    public void filter(ContainerRequestContext context) throws IOException {
        Method method = resource.getResourceMethod();
        if (method == null || !method.getDeclaringClass().isAnnotationPresent(ApiResource.class)) {
            // JAX-RS itself answers an OPTIONS, and tells nothing but which methods there are.
            return;
        }
        Operation operation =
                operations.computeIfAbsent(
                        method, m -> operationOf(resource.getResourceClass(), m));
        RequestFacts facts = RequestFacts.of(context);
        facts.route(operation.route());
        KnownKey key = authenticated(context, facts);
        if (!Scopes.permit(key.scopes(), operation.scope())) {
            throw Problem.forbidden(
                    "scope-missing", "this key does not hold the scope " + operation.scope());
        }
        context.setSecurityContext(
                new CallerContext(
                        caller(key, facts, idempotencyKey(context)),
                        context.getSecurityContext().isSecure()));
    }

    private KnownKey authenticated(ContainerRequestContext context, RequestFacts facts) {
        KnownKey key;
        try {
            key =
                    keys.find(credential(context.getHeaders()))
                            .orElseThrow(() -> Problem.unauthenticated("there is no such key"));
            facts.keyId(key.id());
            key.refusal(clock.instant(), facts.address())
                    .ifPresent(
                            refusal -> {
                                throw refusal;
                            });
        } catch (Problem refusal) {
            limits.failure(facts.address()).ifPresent(RateLimits.Decision::orRefuse);
            throw refusal;
        }
        use.used(key.id(), facts.address());
        Optional<RateLimits.Decision> limit = limits.key(key.id());
        limit.ifPresent(decision -> LimitHeaders.add(response, decision));
        limit.ifPresent(RateLimits.Decision::orRefuse);
        return key;
    }

    private static String credential(MultivaluedMap<String, String> headers) {
        List<String> sent =
                Stream.concat(
                                all(headers, API_KEY),
                                all(headers, HttpHeaders.AUTHORIZATION)
                                        .filter(value -> isBearer(value))
                                        .map(value -> value.substring(BEARER.length())))
                        .map(String::strip)
                        .distinct()
                        .toList();
        if (sent.isEmpty()) {
            throw Problem.unauthenticated(
                    "send an API key, as X-API-Key: <key> or Authorization: Bearer <key>");
        }
        if (sent.size() > 1) {
            throw Problem.unauthenticated("there is more than one key; send one");
        }
        return sent.get(0);
    }

    private static boolean isBearer(String value) {
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    private static Stream<String> all(MultivaluedMap<String, String> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream();
    }

    private static Optional<IdempotencyKey> idempotencyKey(ContainerRequestContext context)
            throws IOException {
        return context.getMethod().equals(HttpMethod.POST)
                ? RepeatKey.of(context)
                : Optional.empty();
    }

    private static Caller caller(
            KnownKey key, RequestFacts facts, Optional<IdempotencyKey> idempotencyKey) {
        return new Caller(
                key.id(),
                key.merchantId(),
                key.shopId(),
                key.clockOffset(),
                key.environment(),
                key.scopes(),
                facts.address(),
                facts.id(),
                idempotencyKey);
    }

    private static Operation operationOf(Class<?> type, Method method) {
        Requires requires =
                Stream.of(
                                method.getAnnotation(Requires.class),
                                method.getDeclaringClass().getAnnotation(Requires.class))
                        .filter(annotation -> annotation != null)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                method + " does not say what it @Requires"));
        String path =
                Stream.of(type.getAnnotation(Path.class), method.getAnnotation(Path.class))
                        .filter(annotation -> annotation != null)
                        .flatMap(annotation -> Stream.of(annotation.value().split("/")))
                        .filter(segment -> !segment.isEmpty())
                        .map(segment -> segment.replaceAll("\\{\\s*(\\w+).*", "{$1}"))
                        .collect(Collectors.joining("/"));
        return new Operation("/api/v1/" + path, requires.value());
    }
}
