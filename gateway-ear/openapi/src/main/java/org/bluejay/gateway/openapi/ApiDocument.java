package org.bluejay.gateway.openapi;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.Paths;
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
        Paths kept = OASFactory.createPaths();
        Map<String, Tag> tags = new LinkedHashMap<>();
        Set<String> asked = new HashSet<>();
        api.getPaths()
                .getPathItems()
                .forEach(
                        (path, item) -> {
                            PathItem mine = OASFactory.createPathItem();
                            item.getOperations()
                                    .forEach(
                                            (verb, operation) -> {
                                                MethodInfo method =
                                                        methods.get(operation.getOperationId());
                                                if (method == null) {
                                                    return;
                                                }
                                                asked.addAll(Operations.bodies(operation));
                                                tags.computeIfAbsent(
                                                        tagOf(path), name -> tag(name, method));
                                                operations.complete(
                                                        operation, verb, method, tagOf(path));
                                                mine.setOperation(verb, operation);
                                            });
                            if (!mine.getOperations().isEmpty()) {
                                kept.addPathItem(ROOT + path, mine);
                            }
                        });
        check(kept);
        api.setPaths(kept);
        schemas.complete(asked);
        Webhooks.addTo(api);
        tags.values().forEach(api::addTag);
        api.getComponents().setSchemas(used(schemas, api));
    }

    private void check(Paths kept) {
        Set<String> missing = new HashSet<>(methods.keySet());
        kept.getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .forEach(operation -> missing.remove(operation.getOperationId()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("lost on the way: " + missing);
        }
    }

    private static String tagOf(String path) {
        return path.split("/", 3)[1];
    }

    private Tag tag(String name, MethodInfo method) {
        return OASFactory.createTag()
                .name(name)
                .description(sources.ofType(Schemas.dotted(method.declaringClass().name())).text());
    }

    /** The schemas that something refers to. */
    private static Map<String, org.eclipse.microprofile.openapi.models.media.Schema> used(
            Schemas schemas, OpenAPI api) {
        Set<String> roots = new HashSet<>(List.of("Problem"));
        Stream.concat(
                        api.getPaths().getPathItems().values().stream(),
                        api.getWebhooks().values().stream())
                .flatMap(item -> item.getOperations().entrySet().stream())
                .map(
                        Map.Entry<HttpMethod, org.eclipse.microprofile.openapi.models.Operation>
                                ::getValue)
                .forEach(
                        operation -> {
                            roots.addAll(Operations.bodies(operation));
                            roots.addAll(Operations.answers(operation));
                        });
        Set<String> reachable = schemas.reachable(roots);
        Map<String, org.eclipse.microprofile.openapi.models.media.Schema> used =
                new LinkedHashMap<>(schemas.all());
        used.keySet().retainAll(reachable);
        return used;
    }
}
