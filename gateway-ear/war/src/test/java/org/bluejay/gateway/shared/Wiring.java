package org.bluejay.gateway.shared;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Injects by type, one object a class: as much of CDI as two nodes in one test need, each with
 * beans of its own.
 */
public final class Wiring {

    private final Map<Class<?>, Object> beans = new LinkedHashMap<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();

    /**
     * What is injected wherever {@code type} is asked for; null for what the test never comes to.
     */
    public <T> Wiring lend(Class<T> type, T bean) {
        beans.put(type, bean);
        return this;
    }

    public Wiring set(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    public <T> T get(Class<T> type) {
        return type.cast(beans.containsKey(type) ? beans.get(type) : make(type));
    }

    private Object make(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object bean = constructor.newInstance();
            beans.put(type, bean);
            for (Field field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(Inject.class)) {
                    field.setAccessible(true);
                    field.set(bean, valueOf(field));
                }
            }
            return bean;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no bean " + type, e);
        }
    }

    private Object valueOf(Field field) {
        ConfigProperty setting = field.getAnnotation(ConfigProperty.class);
        return setting == null ? get(field.getType()) : settings.get(setting.name());
    }
}
