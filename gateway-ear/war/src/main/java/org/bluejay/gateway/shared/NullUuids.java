package org.bluejay.gateway.shared;

import java.lang.reflect.Field;
import java.sql.Types;
import java.util.UUID;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.mappings.DatabaseMapping;
import org.eclipse.persistence.mappings.foundation.AbstractDirectMapping;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Lets EclipseLink write and read a missing id: it would bind the null as text, which PostgreSQL
 * does not take for a UUID, and its own converter fails on a null that it reads. The only class
 * that knows EclipseLink; other persistence providers need no such help and never load it.
 */
public class NullUuids implements SessionCustomizer {

    @Override
    public void customize(Session session) throws NoSuchFieldException {
        for (ClassDescriptor descriptor : session.getDescriptors().values()) {
            for (DatabaseMapping mapping : descriptor.getMappings()) {
                if (mapping instanceof AbstractDirectMapping direct && isUuid(descriptor, direct)) {
                    direct.setConverter(null);
                    direct.getField().setSqlType(Types.OTHER);
                }
            }
        }
    }

    /** Asked of the class itself: the mapping does not know yet, this early. */
    private static boolean isUuid(ClassDescriptor descriptor, DatabaseMapping mapping)
            throws NoSuchFieldException {
        Field field = descriptor.getJavaClass().getDeclaredField(mapping.getAttributeName());
        return field.getType() == UUID.class;
    }
}
