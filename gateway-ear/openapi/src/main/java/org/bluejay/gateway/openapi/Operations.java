package org.bluejay.gateway.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/**
 * Gives each operation what all have: the envelope of its answer, the problems it may meet, its
 * scope, its headers, its examples, and the words of its comment.
 */
final class Operations {

    private static final String JSON = "application/json";
    private static final DotName REQUIRES =
            DotName.createSimple("org.bluejay.gateway.shared.Requires");
    private static final DotName ENVELOPE =
            DotName.createSimple("org.bluejay.gateway.shared.Envelope");
    private static final DotName ANSWER_SCHEMA =
            DotName.createSimple(
                    "org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema");
    private static final DotName QUERY = DotName.createSimple("jakarta.ws.rs.QueryParam");
    private static final DotName NOT_NULL =
            DotName.createSimple("jakarta.validation.constraints.NotNull");

    private static final Map<Integer, String> GOOD =
            Map.of(200, "Done.", 201, "Made.", 202, "Taken; it happens soon.", 204, "Gone.");

    private final IndexView index;
    private final Sources sources;
    private final Schemas schemas;

    Operations(IndexView index, Sources sources, Schemas schemas) {
        this.index = index;
        this.sources = sources;
        this.schemas = schemas;
    }

    /** Names of the schemas of what is sent. */
    static Set<String> bodies(Operation operation) {
        return operation.getRequestBody() == null
                ? Set.of()
                : names(Stream.of(operation.getRequestBody().getContent()));
    }

    /** Names of the schemas of what is answered. */
    static Set<String> answers(Operation operation) {
        return names(
                operation.getResponses().getAPIResponses().values().stream()
                        .map(APIResponse::getContent));
    }

    private static Set<String> names(Stream<Content> contents) {
        return contents.filter(content -> content != null)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .flatMap(schema -> Schemas.named(schema).stream())
                .collect(Collectors.toSet());
    }

    void complete(Operation operation, HttpMethod verb, MethodInfo method, String tag) {
        operation.setTags(List.of(tag));
        operation.setDescription(description(method));
        completeParameters(operation, method, tag);
        completeBody(operation, verb, method);
        if (verb == HttpMethod.POST) {
            operation.addParameter(
                    OASFactory.createParameter().ref("#/components/parameters/IdempotencyKey"));
        }
        APIResponses responses = OASFactory.createAPIResponses();
        addGood(responses, operation, verb, method);
        addProblems(responses, operation, verb);
        operation.setResponses(responses);
    }

    private String description(MethodInfo method) {
        String said =
                sources.ofMember(Schemas.dotted(method.declaringClass().name()), method.name())
                        .text();
        String scope =
                Stream.of(
                                method.annotation(REQUIRES),
                                method.declaringClass().declaredAnnotation(REQUIRES))
                        .filter(annotation -> annotation != null)
                        .findFirst()
                        .map(annotation -> annotation.value().asString())
                        .orElseThrow();
        String needs =
                scope.isEmpty() ? "Any key will do." : "The key needs the scope `" + scope + "`.";
        return (said + "\n\n" + needs).strip();
    }

    private void completeParameters(Operation operation, MethodInfo method, String tag) {
        String resource = Schemas.dotted(method.declaringClass().name());
        Map<String, String> said = new TreeMap<>(beanWords(method));
        said.putAll(sources.ofMember(resource, method.name()).parameters());
        for (Parameter parameter :
                Optional.ofNullable(operation.getParameters()).orElse(List.of())) {
            String name = parameter.getName();
            boolean inPath = parameter.getIn() == In.PATH;
            if (parameter.getDescription() == null) {
                parameter.setDescription(
                        Optional.ofNullable(said.get(name))
                                .or(() -> Conventions.words(inPath ? name : name + "?"))
                                .or(() -> Conventions.words(name))
                                .orElse(null));
            }
            Schema schema = parameter.getSchema();
            if (inPath && name.equals("id") && !tag.equals("connectors")) {
                schema.format("uuid");
            }
            Conventions.sharpen(name, schema);
        }
    }

    /** What the fields of a method's bean parameters say, by the name of the query parameter. */
    private Map<String, String> beanWords(MethodInfo method) {
        return method.parameterTypes().stream()
                .map(type -> index.getClassByName(type.name()))
                .filter(type -> type != null)
                .flatMap(type -> type.fields().stream())
                .filter(field -> field.hasAnnotation(QUERY))
                .collect(
                        Collectors.toMap(
                                field -> field.annotation(QUERY).value().asString(),
                                field ->
                                        sources.ofMember(
                                                        Schemas.dotted(
                                                                field.declaringClass().name()),
                                                        field.name())
                                                .text()));
    }

    /** A POST whose body says nothing that it must may come without one. */
    private void completeBody(Operation operation, HttpMethod verb, MethodInfo method) {
        if (operation.getRequestBody() == null) {
            return;
        }
        boolean needed =
                verb != HttpMethod.POST
                        || method.parameters().stream()
                                .filter(
                                        parameter ->
                                                index.getClassByName(parameter.type().name())
                                                        != null)
                                .anyMatch(
                                        parameter ->
                                                parameter.hasAnnotation(NOT_NULL)
                                                        || hasNeeded(
                                                                index.getClassByName(
                                                                        parameter.type().name())));
        operation.getRequestBody().setRequired(needed);
        MediaType body = operation.getRequestBody().getContent().getMediaType(JSON);
        Examples.attach(body, operation.getOperationId(), "request");
    }

    private static boolean hasNeeded(ClassInfo type) {
        return type.isRecord() && Schemas.components(type).stream().anyMatch(Schemas::isNeeded);
    }

    private void addGood(
            APIResponses responses, Operation operation, HttpMethod verb, MethodInfo method) {
        int status = status(method);
        APIResponse good = OASFactory.createAPIResponse().description(GOOD.get(status));
        good.addHeader("X-Request-Id", OASFactory.createHeader().ref("RequestId"));
        good.addHeader("RateLimit", OASFactory.createHeader().ref("RateLimit"));
        good.addHeader("RateLimit-Policy", OASFactory.createHeader().ref("RateLimitPolicy"));
        if (verb == HttpMethod.POST) {
            good.addHeader(
                    "Idempotency-Replayed", OASFactory.createHeader().ref("IdempotencyReplayed"));
        }
        if (status == 201) {
            good.addHeader("Location", OASFactory.createHeader().ref("Location"));
        }
        answer(method)
                .ifPresent(
                        schema -> {
                            MediaType content = OASFactory.createMediaType().schema(schema);
                            Examples.attach(content, operation.getOperationId(), "answer");
                            good.content(OASFactory.createContent().addMediaType(JSON, content));
                        });
        responses.addAPIResponse(Integer.toString(status), good);
    }

    private static int status(MethodInfo method) {
        if (!isBareResponse(method)) {
            return 200;
        }
        AnnotationInstance said = method.annotation(ANSWER_SCHEMA);
        if (said == null) {
            return 204;
        }
        AnnotationValue code = said.value("responseCode");
        return code == null ? 200 : Integer.parseInt(code.asString());
    }

    private static boolean isBareResponse(MethodInfo method) {
        return method.returnType().kind() != Type.Kind.PARAMETERIZED_TYPE;
    }

    /** The schema of the answer's whole body; empty when it has none. */
    private Optional<Schema> answer(MethodInfo method) {
        if (isBareResponse(method)) {
            return Optional.ofNullable(method.annotation(ANSWER_SCHEMA))
                    .map(said -> schemas.answerOf(nameOf(said.value().asClass())));
        }
        String data = nameOf(method.returnType().asParameterizedType().arguments().get(0));
        return Optional.of(
                method.returnType().name().equals(ENVELOPE)
                        ? schemas.answerOf(data)
                        : schemas.listOf(data));
    }

    private String nameOf(Type type) {
        return Schemas.nameOf(index.getClassByName(type.name()));
    }

    /** What may go wrong, as far as it follows from how an operation looks. */
    private static void addProblems(APIResponses responses, Operation operation, HttpMethod verb) {
        List<Parameter> parameters =
                Optional.ofNullable(operation.getParameters()).orElse(List.of());
        boolean reads = verb == HttpMethod.GET;
        boolean hasBody = operation.getRequestBody() != null;
        boolean hasQuery = parameters.stream().anyMatch(parameter -> parameter.getIn() == In.QUERY);
        boolean hasPath = parameters.stream().anyMatch(parameter -> parameter.getIn() == In.PATH);
        problem(responses, 400, "Malformed", true);
        problem(responses, 401, "Unauthenticated", true);
        problem(responses, 403, "Forbidden", true);
        problem(responses, 404, "NotFound", hasPath || !reads);
        problem(responses, 409, "Conflict", !reads);
        problem(responses, 410, "Gone", operation.getOperationId().equals("listEvents"));
        problem(responses, 422, "Invalid", hasBody || hasQuery || verb == HttpMethod.POST);
        problem(responses, 429, "TooMany", true);
        problem(responses, 503, "Unavailable", true);
        responses.setDefaultValue(OASFactory.createAPIResponse().ref("Problem"));
    }

    private static void problem(APIResponses responses, int status, String name, boolean applies) {
        if (applies) {
            responses.addAPIResponse(
                    Integer.toString(status), OASFactory.createAPIResponse().ref(name));
        }
    }
}
