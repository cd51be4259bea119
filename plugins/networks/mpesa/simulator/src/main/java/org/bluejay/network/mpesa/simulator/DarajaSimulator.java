package org.bluejay.network.mpesa.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.bluejay.network.mpesa.simulator.Conversation.Answer;

/**
 * Daraja and its payers on one port of the loopback: STK push, status query, callbacks, a page for
 * each phone, and a control API. It goes by the clock it is given, and forgets all when it stops.
 */
public final class DarajaSimulator implements AutoCloseable {

    /** What a shop logs in with; no secret, for nothing here is worth anything. */
    public static final String CONSUMER_KEY = "simulator-consumer-key";

    public static final String CONSUMER_SECRET = "simulator-consumer-secret";

    public static final String PASSKEY = "simulator-passkey";

    private static final System.Logger LOG = System.getLogger(DarajaSimulator.class.getName());
    private static final int THREADS = 64;
    private static final long BEAT_MILLIS = 100;

    private final HttpServer server;
    private final ExecutorService talkers;
    private final ExecutorService couriers;
    private final Pushes pushes;
    private final Logins logins;
    private final Callbacks callbacks;
    private final boolean byHand;
    private final Thread heart;

    private DarajaSimulator(HttpServer server, Clock clock, Duration life, CallbackLine line) {
        this.server = server;
        this.pushes = new Pushes(clock, life);
        this.logins = new Logins(clock);
        this.callbacks = new Callbacks(line);
        this.byHand = !(line instanceof HttpCallbackLine);
        this.talkers = Executors.newFixedThreadPool(THREADS, daemons("daraja"));
        this.couriers = Executors.newCachedThreadPool(daemons("daraja-callbacks"));
        this.heart = daemons("daraja-time").newThread(this::beat);
    }

    /**
     * Starts one that lives by itself: callbacks go over HTTP, and time passes.
     *
     * @param port 0 for any free one
     * @param promptLife how long a phone asks before it gives up
     */
    public static DarajaSimulator start(int port, Clock clock, Duration promptLife)
            throws IOException {
        DarajaSimulator simulator = bind(port, clock, promptLife, new HttpCallbackLine());
        simulator.heart.start();
        return simulator;
    }

    /**
     * Starts one for a test on any free port: callbacks go where the test wants, in the thread that
     * caused them, and what is due happens at {@link #catchUp()} and whenever a shop asks.
     */
    public static DarajaSimulator startByHand(Clock clock, CallbackLine line) throws IOException {
        return bind(0, clock, Duration.ofSeconds(60), line);
    }

    private static DarajaSimulator bind(int port, Clock clock, Duration life, CallbackLine line)
            throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        DarajaSimulator simulator = new DarajaSimulator(server, clock, life, line);
        simulator.open();
        return simulator;
    }

    private void open() {
        DarajaApi daraja = new DarajaApi(logins, pushes, this::tell, callbacks::tell);
        ControlApi control = new ControlApi(this);
        PhonePage phone = new PhonePage(this);
        route("/oauth/v1/generate", asked -> asked.answer(daraja.token(asked)));
        route("/mpesa/stkpush/v1/processrequest", asked -> asked.answer(daraja.push(asked)));
        route("/mpesa/stkpushquery/v1/query", asked -> asked.answer(daraja.status(asked)));
        route("/control", asked -> asked.answer(control.answer(asked)));
        route("/phone", phone::talk);
        route("/", asked -> asked.answer(Answer.empty(404)));
        server.setExecutor(talkers);
        server.start();
    }

    private interface Talk {
        void with(Conversation asked) throws IOException;
    }

    private void route(String path, Talk talk) {
        server.createContext(path, exchange -> talk(exchange, talk));
    }

    private static void talk(HttpExchange exchange, Talk talk) throws IOException {
        try {
            talk.with(new Conversation(exchange));
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "event=simulator-failed", bug);
            exchange.close();
        }
    }

    /** Where it is, without a slash at the end: what a channel's base URL is set to. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All prompts, oldest first. */
    public List<Push> pushes() {
        return pushes.all();
    }

    /** What the next push to this phone comes to. */
    public void plan(String msisdn, Plan plan) {
        pushes.plan(msisdn, plan);
    }

    /** The payer enters the right PIN. */
    public Optional<Push> approve(String checkoutRequestId) {
        return end(checkoutRequestId, "0");
    }

    /**
     * A prompt comes to its end.
     *
     * @param code {@code 0} may follow on a failure: a late success
     * @return as it stands then; empty when nothing has changed
     */
    public Optional<Push> end(String checkoutRequestId, String code) {
        Optional<Push> ended =
                pushes.end(checkoutRequestId, new Plan.Step(code, Duration.ZERO).code());
        ended.ifPresent(this::tell);
        return ended;
    }

    /** So many of the next status queries about a prompt get {@code 500.001.1001}. */
    public Optional<Push> silence(String checkoutRequestId, int queries) {
        return pushes.silence(checkoutRequestId, queries);
    }

    /** Every login is over, before its time. */
    public void expireTokens() {
        logins.expireAll();
    }

    /** Does what the time has come for. */
    public void catchUp() {
        pushes.catchUp(this::tell);
    }

    private void tell(Push push) {
        if (byHand) {
            callbacks.tell(push);
        } else {
            couriers.execute(() -> callbacks.tell(push));
        }
    }

    private void beat() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                catchUp();
                Thread.sleep(BEAT_MILLIS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        heart.interrupt();
        server.stop(0);
        talkers.shutdownNow();
        couriers.shutdownNow();
    }
}
