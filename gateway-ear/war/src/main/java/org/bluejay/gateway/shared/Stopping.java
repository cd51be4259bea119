package org.bluejay.gateway.shared;

/**
 * Whether this node is on its way out. From then on pools, threads and classes go in no order that
 * could be relied on, and what fails for want of them is nobody's bug.
 */
public final class Stopping {

    private static volatile boolean begun;

    private Stopping() {}

    public static boolean hasBegun() {
        return begun;
    }

    /** There is no way back: the next start has classes of its own. */
    static void begin() {
        begun = true;
    }
}
