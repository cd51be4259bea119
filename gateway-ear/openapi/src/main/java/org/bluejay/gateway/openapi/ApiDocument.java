package org.bluejay.gateway.openapi;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.tags.Tag;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * The last hand on the document: keeps the operations of the native API and nothing else, and gives
 * each what it does not say of itself. An operation without an id of its own fails the build,
 * because generated clients name their methods after it.
 */
public final class ApiDocument implements OASFilter {

    /** System property: the folders of the sources, comma separated. */
    static final String SOURCES = "bluejay.openapi.sources";

    private static final String ROOT = "/api/v1";
    private static final DotName API_RESOURCE =
            DotName.createSimple("org.bluejay.gateway.shared.ApiResource");
    private static final DotName OPERATION =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.Operation");
    private static final Set<DotName> VERBS =
            Set.of(
                    DotName.createSimple("jakarta.ws.rs.GET"),
                    DotName.createSimple("jakarta.ws.rs.POST"),
                    DotName.createSimple("jakarta.ws.rs.PUT"),
                    DotName.createSimple("jakarta.ws.rs.PATCH"),
                    DotName.createSimple("jakarta.ws.rs.DELETE"));

    private final IndexView index;
    private final Sources sources;
    private final Map<String, MethodInfo> methods = new HashMap<>();

    /** Called by the generator with the classes it has seen. */
    public ApiDocument(IndexView index) {
        this.index = index;
        this.sources =
                Sources.read(
                        Stream.of(System.getProperty(SOURCES).split(",")).map(Path::of).toList());
        index.getAnnotations(API_RESOURCE).stream()
                .flatMap(resource -> resource.target().asClass().methods().stream())
                .filter(method -> VERBS.stream().anyMatch(method::hasAnnotation))
                .forEach(method -> methods.put(operationId(method), method));
    }

    private static String operationId(MethodInfo method) {
        AnnotationInstance operation = method.annotation(OPERATION);
        AnnotationValue id = operation == null ? null : operation.value("operationId");
        if (id == null) {
            throw new IllegalStateException(
                    method.declaringClass().simpleName()
                            + "."
                            + method.name()
                            + " needs @Operation(operationId = …, summary = …)");
        }
        return id.asString();
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Schemas schemas = new Schemas(index, sources, api.getComponents().getSchemas());
        Operations operations = new Operations(index, sources, schemas);
        Map<String, Tag> tags = new LinkedHashMap<>();
        api.getTags().forEach(tag -> tags.put(tag.getName(), tag));
        Paths kept = OASFactory.createPaths();
        api.getPaths()
                .getPathItems()
                .forEach(
                        (path, item) -> {
                            PathItem mine = completed(path, item, operations, tags);
                            if (!mine.getOperations().isEmpty()) {
                                kept.addPathItem(ROOT + path, mine);
                            }
                        });
        check(kept);
        api.setPaths(kept);
        api.setTags(List.copyOf(tags.values()));
        schemas.complete(
                operations(kept.getPathItems())
                        .flatMap(operation -> Operations.bodies(operation).stream())
                        .collect(Collectors.toSet()));
        Webhooks.addTo(api);
        api.getComponents().setSchemas(used(schemas, api));
    }

    /** The operations of a path that are the API's. */
    private PathItem completed(
            String path, PathItem item, Operations operations, Map<String, Tag> tags) {
        String tag = path.split("/", 3)[1];
        PathItem mine = OASFactory.createPathItem();
        item.getOperations()
                .forEach(
                        (verb, operation) -> {
                            MethodInfo method = methods.get(operation.getOperationId());
                            if (method != null) {
                                describe(tags, tag, method);
                                operations.complete(operation, verb, method, tag);
                                mine.setOperation(verb, operation);
                            }
                        });
        return mine;
    }

    private void check(Paths kept) {
        Set<String> missing = new TreeSet<>(methods.keySet());
        operations(kept.getPathItems())
                .forEach(operation -> missing.remove(operation.getOperationId()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("lost on the way: " + missing);
        }
    }

    private static Stream<Operation> operations(Map<String, PathItem> items) {
        return items.values().stream().flatMap(item -> item.getOperations().values().stream());
    }

    private void describe(Map<String, Tag> tags, String name, MethodInfo method) {
        tags.computeIfAbsent(name, unknown -> OASFactory.createTag().name(unknown))
                .description(sources.ofType(Schemas.dotted(method.declaringClass().name())).text());
    }

    /** The schemas that something refers to. */
    private static Map<String, Schema> used(Schemas schemas, OpenAPI api) {
        Set<String> roots = new HashSet<>(Set.of("Problem"));
        Stream.concat(operations(api.getPaths().getPathItems()), operations(api.getWebhooks()))
                .forEach(
                        operation -> {
                            roots.addAll(Operations.bodies(operation));
                            roots.addAll(Operations.answers(operation));
                        });
        Map<String, Schema> used = new LinkedHashMap<>(schemas.all());
        used.keySet().retainAll(schemas.reachable(roots));
        return used;
    }
}
