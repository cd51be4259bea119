package org.bluejay.gateway.dist;

/** The gateway is not going to be ready; the message says why, to the person who started it. */
final class StartFailed extends Exception {

    private static final long serialVersionUID = 1L;

    StartFailed(String message) {
        super(message);
    }

    StartFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
