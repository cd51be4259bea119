package org.bluejay.gateway.checkout;

import org.bluejay.gateway.page.Page;

/**
 * The page that stands in for one that cannot be shown.
 *
 * @param status as in HTTP
 * @param reference finds the cause in the log; empty when the caller is the cause
 * @param retrySeconds how long to wait; 0 when that is not the point
 */
record Trouble(Page page, int status, String reference, long retrySeconds) {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int BUG = 500;

    /** As in sentences' keys. */
    String key() {
        if (status == NOT_FOUND) {
            return "not-found";
        }
        if (status == TOO_MANY) {
            return "busy";
        }
        return status >= BUG ? "error" : status == FORBIDDEN ? "foreign" : "odd";
    }

    boolean canTryAgain() {
        return status != NOT_FOUND;
    }
}
