package org.bluejay.gateway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Many clients in one thread, each on a connection it keeps for a run, sending its next request
 * when the one before is answered. Made to cost little, because it shares the processors with what
 * it measures.
 */
final class HttpLoad {

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final InetSocketAddress gateway;
    private final int connections;
    private final int expected;
    private final Supplier<String> requests;
    private final Answers answers;
    private final Deque<Client> idle = new ArrayDeque<>();
    private Selector selector;
    private Latencies latencies = new Latencies();
    private int waiting;

    /** Hears of each answer, in the thread of the load: be quick. */
    interface Answers {

        Answers IGNORED = (answer, sentAt, answeredAt) -> {};

        void answered(Message answer, long sentAt, long answeredAt);
    }

    private static final class Client {
        final SocketChannel channel;
        ByteBuffer in = ByteBuffer.allocate(16 * 1024);
        long sentAt;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /**
     * Clients of one gateway.
     *
     * @param expected the one status that is right; any other ends the run
     * @param requests whole requests, head and body
     */
    HttpLoad(int port, int connections, int expected, Supplier<String> requests, Answers answers) {
        this.gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
        this.expected = expected;
        this.requests = requests;
        this.answers = answers;
    }

    /** As fast as it goes. */
    Measured run(Duration time) {
        return run(time, Double.POSITIVE_INFINITY);
    }

    /**
     * At a steady rate. A request that has to wait for a free connection has its waiting counted.
     */
    Measured run(Duration time, double perSecond) {
        latencies = new Latencies();
        try {
            connect();
            double cpu = ProcessUse.ownCpuMillis();
            long start = System.nanoTime();
            drive(start, start + time.toNanos(), 1e9 / perSecond);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Measured(latencies, seconds, ProcessUse.ownCpuMillis() - cpu);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            disconnect();
        }
    }

    /** Anew for each run: between runs a gateway rightly closes connections that idle. */
    private void connect() throws IOException {
        selector = Selector.open();
        idle.clear();
        waiting = 0;
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(gateway);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Client client = new Client(channel);
            channel.register(selector, SelectionKey.OP_READ, client);
            idle.add(client);
        }
    }

    private void disconnect() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drive(long start, long end, double pauseNanos) throws IOException {
        long sent = 0;
        long now = start;
        while (now < end || waiting > 0) {
            while (now < end && !idle.isEmpty() && now >= start + (long) (sent * pauseNanos)) {
                long due = start + (long) (sent * pauseNanos);
                send(idle.removeFirst(), pauseNanos == 0 ? System.nanoTime() : due);
                sent++;
            }
            boolean early = now < end && !idle.isEmpty();
            select(early ? start + (long) (sent * pauseNanos) - now : SECOND);
            now = System.nanoTime();
            if (now > end + LAST_ANSWERS.toNanos()) {
                throw new IOException(waiting + " of " + connections + " are never answered");
            }
        }
    }

    private void select(long nanos) throws IOException {
        // To the millisecond: waking too early would spin, and too late is counted as latency.
        selector.select(key -> read((Client) key.attachment()), Math.max(1, nanos / 1_000_000));
    }

    private void send(Client client, long sentAt) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(requests.get().getBytes(StandardCharsets.UTF_8));
        client.sentAt = sentAt;
        waiting++;
        while (out.hasRemaining()) {
            // A request fits into the socket's buffer, which is empty.
            client.channel.write(out);
        }
    }

    private void read(Client client) {
        try {
            if (!client.in.hasRemaining()) {
                client.in = ByteBuffer.allocate(2 * client.in.capacity()).put(client.in.flip());
            }
            if (client.channel.read(client.in) < 0) {
                throw new EOFException("the gateway closed a connection");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Message answer = Message.in(client.in);
        if (answer == null) {
            return;
        }
        long now = System.nanoTime();
        if (answer.status() != expected) {
            throw new IllegalStateException("unexpected: " + answer.head() + answer.body());
        }
        latencies.add(now - client.sentAt);
        answers.answered(answer, client.sentAt, now);
        client.in.clear();
        waiting--;
        idle.add(client);
    }
}
