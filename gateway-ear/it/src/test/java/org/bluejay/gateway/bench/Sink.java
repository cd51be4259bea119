package org.bluejay.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A shop's server that costs next to nothing: takes what comes and says 204 unless it is told what
 * else, in one thread. What is sent to a path that begins with {@code /hang} is never answered.
 */
final class Sink implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Sink.class.getName());
    private static final byte[] DONE =
            "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread = new Thread(this::serve, "sink");
    private volatile Arrivals arrivals = (request, at) -> {};
    private volatile Function<Message, byte[]> answers = request -> DONE;

    /** Hears of each request, in the thread of the sink: be quick. */
    interface Arrivals {
        void arrived(Message request, long at);
    }

    Sink() {
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    void tell(Arrivals listener) {
        arrivals = listener;
    }

    /** What to answer, with head and body; in the thread of the sink, too. */
    void answer(Function<Message, byte[]> whole) {
        answers = whole;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.socket().getLocalPort() + path;
    }

    private void serve() {
        try {
            while (server.isOpen()) {
                selector.select(this::serve);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                read(key, (SocketChannel) key.channel());
            }
        } catch (IOException e) {
            // Whoever was connected has been killed.
            LOG.log(Level.DEBUG, "connection lost", e);
            close(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(16 * 1024));
        }
    }

    private void read(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer in = (ByteBuffer) key.attachment();
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
            key.attach(in);
        }
        if (channel.read(in) < 0) {
            close(key);
            return;
        }
        Message request = Message.in(in);
        if (request == null) {
            return;
        }
        arrivals.arrived(request, System.nanoTime());
        in.clear();
        if (!request.head().startsWith("POST /hang")) {
            channel.write(ByteBuffer.wrap(answers.apply(request)));
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            selector.wakeup();
            thread.join(5_000);
            // Whoever waits for an answer hears that there will be none.
            selector.keys().forEach(Sink::close);
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
