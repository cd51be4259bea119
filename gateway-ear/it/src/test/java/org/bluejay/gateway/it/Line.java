package org.bluejay.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A wire to a server on this machine, which can be cut: then nobody is reached through it. */
final class Line implements AutoCloseable {

    private static final int BACKLOG = 100;

    private final int target;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    work -> {
                        Thread thread = new Thread(work, "line");
                        thread.setDaemon(true);
                        return thread;
                    });
    private ServerSocket door;

    Line(int target) {
        this.target = target;
        this.port = Gateway.freePort();
        mend();
    }

    int port() {
        return port;
    }

    /** Makes it whole, if it is not. */
    void mend() {
        if (door != null && !door.isClosed()) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            door = opened;
            threads.execute(() -> serve(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cut() {
        end(door);
        ends.forEach(this::end);
    }

    private void serve(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                join(opened.accept());
            } catch (IOException cut) {
                ends.removeIf(Socket::isClosed);
            }
        }
        // Who came in while it was being cut.
        ends.forEach(this::end);
    }

    private void join(Socket near) {
        ends.add(near);
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            ends.add(far);
            threads.execute(() -> carry(near, far));
            threads.execute(() -> carry(far, near));
        } catch (IOException nobodyThere) {
            end(near);
            ends.remove(near);
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            ends.remove(from);
        } finally {
            ends.remove(to);
        }
    }

    private void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }

    @Override
    public void close() {
        cut();
        threads.shutdownNow();
    }
}
