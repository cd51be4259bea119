package org.bluejay.gateway.openapi;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

/**
 * Makes the schemas of records say all that the records say: what is always there, what each part
 * means, which words an enumeration has.
 */
final class Schemas {

    static final String REF = "#/components/schemas/";

    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName OPTIONAL = DotName.createSimple(Optional.class.getName());
    private static final DotName LIST = DotName.createSimple(List.class.getName());
    private static final Set<DotName> JSON =
            Set.of(
                    DotName.createSimple("com.fasterxml.jackson.databind.JsonNode"),
                    DotName.createSimple("com.fasterxml.jackson.databind.node.ObjectNode"));
    private static final DotName RAW =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonRawValue");
    private static final DotName UNWRAPPED =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonUnwrapped");
    private static final List<DotName> NEEDED =
            Stream.of("NotNull", "NotBlank", "NotEmpty")
                    .map(name -> DotName.createSimple("jakarta.validation.constraints." + name))
                    .toList();

    private final IndexView index;
    private final Sources sources;
    private final Map<String, Schema> schemas;

    /**
     * @param schemas the document's, by name
     */
    Schemas(IndexView index, Sources sources, Map<String, Schema> schemas) {
        this.index = index;
        this.sources = sources;
        this.schemas = new TreeMap<>(schemas);
    }

    /** All of them. */
    Map<String, Schema> all() {
        return schemas;
    }

    /** A type's name in the document. */
    static String nameOf(ClassInfo type) {
        return Optional.ofNullable(type.declaredAnnotation(SCHEMA))
                .map(annotation -> annotation.value("name"))
                .map(AnnotationValue::asString)
                .orElse(type.simpleName());
    }

    /**
     * Completes the schemas of all records.
     *
     * @param asked names of the records that callers send, and that nobody fills in for them
     */
    void complete(Set<String> asked) {
        Set<String> sent = reachable(asked);
        for (ClassInfo type : records()) {
            Schema schema = schemas.get(nameOf(type));
            if (schema == null || schema.getProperties() == null) {
                continue;
            }
            String text = sources.ofType(dotted(type.name())).text();
            if (!text.isEmpty()) {
                schema.description(text);
            }
            schema.required(new ArrayList<>());
            boolean isSent = sent.contains(nameOf(type));
            if (isSent) {
                schema.additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
            }
            schema.setProperties(completed(schema, type, isSent));
        }
    }

    /** Public ones; of two with one name, that which was given it. */
    private Collection<ClassInfo> records() {
        Map<String, ClassInfo> records = new TreeMap<>();
        index.getKnownClasses().stream()
                .filter(type -> type.isRecord() && Modifier.isPublic(type.flags()))
                .sorted(Comparator.comparing(type -> type.hasDeclaredAnnotation(SCHEMA)))
                .forEach(type -> records.put(nameOf(type), type));
        return records.values();
    }

    /** Also brings the properties into the order of the record, which is that of the answers. */
    private Map<String, Schema> completed(Schema schema, ClassInfo type, boolean isSent) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        for (FieldInfo component : components(type)) {
            if (component.hasDeclaredAnnotation(UNWRAPPED)) {
                ClassInfo part = index.getClassByName(component.type().name());
                properties.putAll(completed(schema, part, isSent));
                continue;
            }
            Schema property = schema.getProperties().get(component.name());
            if (property == null) {
                throw new IllegalStateException(type + " has no property " + component.name());
            }
            boolean mayMiss = component.type().name().equals(OPTIONAL);
            if (isNeeded(component) || !(isSent || mayMiss)) {
                schema.addRequired(component.name());
            }
            Schema better = typed(mayMiss ? present(property) : property, component);
            if (isSent && mayMiss) {
                better.addType(SchemaType.NULL);
            }
            describe(better, type, component.name());
            properties.put(component.name(), better);
        }
        return properties;
    }

    /** As it is when it is there: what has no value is left out, and never null. */
    private static Schema present(Schema property) {
        if (property.getAnyOf() != null) {
            return property.getAnyOf().stream()
                    .filter(choice -> choice.getRef() != null)
                    .findFirst()
                    .orElseThrow();
        }
        if (property.getType() != null) {
            property.setType(
                    property.getType().stream().filter(type -> type != SchemaType.NULL).toList());
        }
        return property;
    }

    private Schema typed(Schema property, FieldInfo component) {
        if (component.hasDeclaredAnnotation(RAW) || JSON.contains(component.type().name())) {
            return OASFactory.createSchema().addType(SchemaType.OBJECT);
        }
        List<String> words = words(component);
        if (!words.isEmpty()) {
            Schema choice =
                    OASFactory.createSchema()
                            .addType(SchemaType.STRING)
                            .enumeration(List.copyOf(words));
            return component.type().name().equals(LIST)
                    ? OASFactory.createSchema().addType(SchemaType.ARRAY).items(choice)
                    : choice;
        }
        property.setExamples(null);
        Conventions.sharpen(component.name(), property);
        if (property.getItems() != null) {
            Conventions.sharpen("", property.getItems());
        }
        return property;
    }

    /** Of the enumeration that stands behind a text, as the API writes them. */
    private List<String> words(FieldInfo component) {
        AnnotationInstance said = component.declaredAnnotation(SCHEMA);
        if (said == null || said.value("implementation") == null) {
            return List.of();
        }
        Type enumeration = said.value("implementation").asClass();
        return sources.constants(dotted(enumeration.name())).stream()
                .map(constant -> constant.toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private void describe(Schema property, ClassInfo type, String name) {
        String said = sources.ofType(dotted(type.name())).parameters().get(name);
        if (said != null) {
            property.description(said);
        } else if (property.getDescription() == null) {
            Conventions.words(name).ifPresent(property::description);
        }
    }

    /** The fields of a record's components, where their annotations are. */
    static List<FieldInfo> components(ClassInfo type) {
        return type.recordComponentsInDeclarationOrder().stream()
                .map(component -> type.field(component.name()))
                .toList();
    }

    /** Whether a caller must say it. */
    static boolean isNeeded(FieldInfo component) {
        return NEEDED.stream().anyMatch(component::hasDeclaredAnnotation);
    }

    /** Every good answer with one thing in it. */
    Schema answerOf(String name) {
        return envelope(name + "Answer", Map.of("data", OASFactory.createSchema().ref(REF + name)));
    }

    /** Every good answer with a list in it. */
    Schema listOf(String name) {
        Schema items = OASFactory.createSchema().ref(REF + name);
        return envelope(
                name + "List",
                Map.of(
                        "data",
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(items),
                        "page",
                        OASFactory.createSchema().ref(REF + "Page")));
    }

    private Schema envelope(String name, Map<String, Schema> parts) {
        Schema envelope = OASFactory.createSchema().addType(SchemaType.OBJECT);
        new TreeMap<>(parts).forEach((part, schema) -> add(envelope, part, schema));
        add(
                envelope,
                "requestId",
                OASFactory.createSchema()
                        .addType(SchemaType.STRING)
                        .format("uuid")
                        .description(Conventions.words("requestId").orElseThrow()));
        schemas.put(name, envelope);
        return OASFactory.createSchema().ref(REF + name);
    }

    private static void add(Schema envelope, String name, Schema part) {
        envelope.addProperty(name, part);
        envelope.addRequired(name);
    }

    /** These schemas and all that they lead to. */
    Set<String> reachable(Set<String> from) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (schemas.containsKey(name) && found.add(name)) {
                parts(schemas.get(name)).forEach(part -> named(part).ifPresent(open::add));
            }
        }
        return found;
    }

    /** The name of the schema that a reference leads to. */
    static Optional<String> named(Schema schema) {
        return Optional.ofNullable(schema.getRef()).map(ref -> ref.substring(REF.length()));
    }

    private static Stream<Schema> parts(Schema schema) {
        Stream<Schema> below =
                Stream.of(
                                Stream.ofNullable(schema.getProperties())
                                        .flatMap(properties -> properties.values().stream()),
                                Stream.ofNullable(schema.getItems()),
                                Stream.ofNullable(schema.getAdditionalPropertiesSchema()),
                                Stream.ofNullable(schema.getAllOf()).flatMap(List::stream),
                                Stream.ofNullable(schema.getAnyOf()).flatMap(List::stream),
                                Stream.ofNullable(schema.getOneOf()).flatMap(List::stream))
                        .flatMap(some -> some);
        return Stream.concat(Stream.of(schema), below.flatMap(Schemas::parts));
    }

    static String dotted(DotName name) {
        return name.toString().replace('$', '.');
    }
}
