package org.bluejay.gateway.connector;

import java.util.Optional;

/** What lies in a folder cannot be used as a connector; the message says why, for the operator. */
final class ConnectorRefused extends Exception {

    private final transient ConnectorFacts facts;
    private final boolean clash;

    /**
     * @param fault in words
     * @param facts what the connector said of itself before it was refused, or null
     */
    ConnectorRefused(String fault, ConnectorFacts facts) {
        this(fault, facts, false);
    }

    private ConnectorRefused(String fault, ConnectorFacts facts, boolean clash) {
        super(fault);
        this.facts = facts;
        this.clash = clash;
    }

    /** It would do, had not another connector taken what it claims. */
    static ConnectorRefused clash(String fault, ConnectorFacts facts) {
        return new ConnectorRefused(fault, facts, true);
    }

    boolean isClash() {
        return clash;
    }

    Optional<ConnectorFacts> facts() {
        return Optional.ofNullable(facts);
    }
}
