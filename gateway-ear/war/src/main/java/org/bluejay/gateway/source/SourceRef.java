package org.bluejay.gateway.source;

import org.bluejay.connector.Environment;
import org.bluejay.gateway.shared.EnvironmentConverter;

/** One book that is read: whose network's, and with what money. */
public record SourceRef(String network, Environment environment) {

    /** As it is called in the database and in the names of settings. */
    String environmentText() {
        return EnvironmentConverter.text(environment);
    }

    @Override
    public String toString() {
        return network + "." + environmentText();
    }
}
