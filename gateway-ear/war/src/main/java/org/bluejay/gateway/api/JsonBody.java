package org.bluejay.gateway.api;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bluejay.gateway.shared.Json;
import org.bluejay.gateway.shared.Problem;

/**
 * JSON in and out. What a resource gets has been read strictly and has kept the rules that its
 * record states; anything else never reaches it.
 *
 * <p>Dependent, because a proxy would not carry the media types, and without them the server would
 * rather use its own reader.
 */
@Provider
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    /** Left to the server's own readers and writers. */
    private static final Set<Class<?>> PLAIN =
            Set.of(byte[].class, String.class, InputStream.class, StreamingOutput.class);

    private final Validator validator;

    @Inject
    JsonBody(ValidatorFactory validation) {
        this.validator =
                validation
                        .usingContext()
                        .messageInterpolator(new English(validation.getMessageInterpolator()))
                        .traversableResolver(new Everything())
                        .getValidator();
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return !PLAIN.contains(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        Object value = BodyReader.value(BodyReader.tree(BodyReader.bytes(body)), generic);
        List<Problem.Field> faults =
                validator.validate(value).stream()
                        .map(JsonBody::field)
                        .sorted(Comparator.comparing(Problem.Field::field))
                        .toList();
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults);
        }
        return value;
    }

    private static Problem.Field field(ConstraintViolation<?> violation) {
        return new Problem.Field(
                JsonPath.ofBody(violation.getPropertyPath()), violation.getMessage());
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return PLAIN.stream().noneMatch(plain -> plain.isAssignableFrom(type));
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream to)
            throws IOException {
        to.write(Json.bytes(value));
    }

    /** A body is no entity: without this, each value would be looked for in those of JPA. */
    private static final class Everything implements TraversableResolver {

        @Override
        public boolean isReachable(
                Object object, Path.Node property, Class<?> root, Path path, ElementType type) {
            return true;
        }

        @Override
        public boolean isCascadable(
                Object object, Path.Node property, Class<?> root, Path path, ElementType type) {
            return true;
        }
    }

    /** What a caller is told does not depend on where the server stands. */
    private record English(MessageInterpolator messages) implements MessageInterpolator {

        @Override
        public String interpolate(String template, Context context) {
            return messages.interpolate(template, context, Locale.ENGLISH);
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return messages.interpolate(template, context, Locale.ENGLISH);
        }
    }
}
