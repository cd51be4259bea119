package org.bluejay.gateway.shared;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.bluejay.connector.Environment;

/** Keeps an environment as the schema and the API write it: {@code live} or {@code sandbox}. */
@Converter(autoApply = true)
public class EnvironmentConverter implements AttributeConverter<Environment, String> {

    @Override
    public String convertToDatabaseColumn(Environment environment) {
        return environment == null ? null : text(environment);
    }

    @Override
    public Environment convertToEntityAttribute(String column) {
        return column == null ? null : of(column);
    }

    public static String text(Environment environment) {
        return environment.name().toLowerCase(Locale.ROOT);
    }

    /** The environment that the schema's text names. */
    public static Environment of(String text) {
        return Environment.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
