package org.bluejay.gateway.connector;

/**
 * Counts who is inside, so that what is inside can be closed: once shut, nobody enters, and when
 * the last has left, the closing work runs, exactly once.
 */
public final class Gate {

    private int inside;
    private Runnable onceEmpty;
    private boolean closed;

    /** Lets the caller in, who then must {@link #leave()}; false once shut. */
    public synchronized boolean enter() {
        if (onceEmpty != null) {
            return false;
        }
        inside++;
        return true;
    }

    public void leave() {
        Runnable work;
        synchronized (this) {
            inside--;
            work = inside == 0 ? takeClosingWork() : null;
        }
        run(work);
    }

    /**
     * Shuts the gate; a second time does nothing.
     *
     * @param closing runs when the last has left, on that one's thread, or now if nobody is inside
     */
    public void shut(Runnable closing) {
        Runnable work = null;
        synchronized (this) {
            if (onceEmpty == null) {
                onceEmpty = closing;
                work = inside == 0 ? takeClosingWork() : null;
            }
        }
        run(work);
    }

    /** Runs the closing work of a gate that is shut now, whoever is still inside. */
    public void force() {
        Runnable work;
        synchronized (this) {
            work = takeClosingWork();
        }
        run(work);
    }

    public synchronized boolean isShut() {
        return onceEmpty != null;
    }

    private Runnable takeClosingWork() {
        if (onceEmpty == null || closed) {
            return null;
        }
        closed = true;
        return onceEmpty;
    }

    private static void run(Runnable work) {
        if (work != null) {
            work.run();
        }
    }
}
