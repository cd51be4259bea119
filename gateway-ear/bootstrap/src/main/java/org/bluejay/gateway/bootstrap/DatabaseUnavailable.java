package org.bluejay.gateway.bootstrap;

/**
 * There is no database to talk to. The message is written for the person who runs the gateway: what
 * is wrong, where, and what to do about it.
 */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailable(String message) {
        super(message);
    }

    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
