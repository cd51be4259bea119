package org.bluejay.connector.tck;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Health;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.State;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.connector.network.Refunds;

/** Logs in, orders, asks again what it ordered: three calls, with one flaw or none. */
final class ToyNetwork implements PaymentNetwork, LooksUp, Receives, Refunds {

    private static final System.Logger LOG = System.getLogger(ToyNetwork.class.getName());
    private static final Map<String, PaymentInstruction> STATIC_MEMORY = new ConcurrentHashMap<>();
    private static final AtomicInteger MOODS = new AtomicInteger();

    /** A line past the host, for the flaw that takes it. */
    static volatile Http ownLine;

    private final Flaw flaw;
    private final ToyLine line;
    private final ToyRefunds refunds;
    private final Settings settings;
    private final ConnectorContext context;
    private boolean closed;

    ToyNetwork(Flaw flaw, Settings settings, ConnectorContext context) {
        this.flaw = flaw;
        this.line = new ToyLine(flaw, settings, context);
        this.refunds = new ToyRefunds(flaw, line);
        this.settings = settings;
        this.context = context;
        if (flaw == Flaw.CALLS_WHILE_OPENING) {
            health();
        }
        if (flaw == Flaw.LEAKS) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        }
    }

    private boolean has(Flaw some) {
        return flaw == some;
    }

    @Override
    public PaymentInstruction requestPayment(PaymentRequest request) throws NetworkException {
        if (!request.method().equals("toy-code") && !has(Flaw.ANY_METHOD)) {
            throw new Refused("no-such-method", "no such method");
        }
        if (has(Flaw.FEARS_MUCH_MONEY) && request.amount().amount().precision() > 9) {
            throw new Refused("too-much", "too much");
        }
        if (has(Flaw.LOGS_PHONES)) {
            LOG.log(System.Logger.Level.DEBUG, "asking {0}", request.input());
        }
        if (has(Flaw.STATIC_MEMORY)) {
            synchronized (STATIC_MEMORY) {
                PaymentInstruction known = STATIC_MEMORY.get(request.reference());
                PaymentInstruction told = known == null ? order(request) : known;
                STATIC_MEMORY.put(request.reference(), told);
                return told;
            }
        }
        return order(request);
    }

    private PaymentInstruction order(PaymentRequest request) throws NetworkException {
        Optional<String> memory = context.store().get("order/" + request.reference());
        if (has(Flaw.RACES) && memory.isPresent()) {
            return instruction(request, memory.get());
        }
        CurrencyUnit unit = request.amount().currency();
        String amount =
                request.amount().toPlainString() + "/" + unit.code() + "/" + unit.decimals();
        String path = request.callbackUrl().getPath();
        String body =
                "{\"reference\":\"%s\",\"amount\":\"%s\",\"token\":\"%s\",\"phone\":\"%s\"}"
                        .formatted(
                                request.reference(),
                                amount,
                                path.substring(path.lastIndexOf('/') + 1),
                                request.input().get("phone"));
        String login = line.login();
        String ordered = ordered(login, body, keyFor(request));
        String id = ToyBank.field(ordered, "id");
        context.store().put("order/" + request.reference(), id);
        try {
            line.call(login, "GET", "/orders/" + request.reference(), "", "");
        } catch (NetworkException failed) {
            if (has(Flaw.NOT_SENT_AFTER_ORDER) || failed instanceof OutcomeUnknown) {
                throw failed;
            }
            throw new OutcomeUnknown("ordered, but not confirmed", failed);
        }
        return instruction(request, id);
    }

    private String ordered(String login, String body, String key) throws NetworkException {
        String ordered = line.call(login, "POST", "/orders", body, key);
        if (ToyBank.field(ordered, "id") == null && !has(Flaw.CRASHES_ON_HTML)) {
            throw new OutcomeUnknown("unreadable answer", null);
        }
        return ordered;
    }

    private String keyFor(PaymentRequest request) {
        return switch (flaw) {
            case NO_KEY, RACES, STATIC_MEMORY, REPEATS_AFTER_UNKNOWN ->
                    has(Flaw.REPEATS_AFTER_UNKNOWN)
                                    && context.store()
                                            .get("order/" + request.reference())
                                            .isPresent()
                            ? request.reference()
                            : UUID.randomUUID().toString();
            case ONE_ORDER_FOR_ALL -> "the-one";
            default -> request.reference();
        };
    }

    private PaymentInstruction instruction(PaymentRequest request, String id) {
        PaymentHandle handle = new PaymentHandle(request.reference(), id);
        return has(Flaw.WRONG_KIND)
                ? new PaymentInstruction.Redirect(handle, URI.create("https://toy.test/" + id))
                : new PaymentInstruction.ShowCode(
                        handle, "toy:" + id, "toy:" + id, Optional.empty());
    }

    @Override
    public PaymentReport lookUp(PaymentHandle handle) throws NetworkException {
        try {
            if (has(Flaw.LOSES_AFTER_UNKNOWN) && handle.networkReference().isEmpty()) {
                return PaymentReport.failed(handle, "not-found");
            }
            if (has(Flaw.WRITES_IN_LOOK_UP)) {
                String body =
                        "{\"reference\":\"" + handle.reference() + "\",\"amount\":\"1/USD/2\"}";
                line.call(line.login(), "POST", "/orders", body, UUID.randomUUID().toString());
            }
            String json = line.call(line.login(), "GET", "/orders/" + handle.reference(), "", "");
            if (ToyBank.field(json, "id") == null) {
                throw new OutcomeUnknown("unreadable answer", null);
            }
            return report(json, has(Flaw.REPORTS_DOUBLES));
        } catch (NetworkException failed) {
            if (has(Flaw.CONCLUDES)) {
                return PaymentReport.failed(handle, "no answer");
            }
            throw failed;
        }
    }

    private PaymentReport report(String json, boolean rounds) {
        String[] asked = ToyBank.field(json, "asked").split("/", -1);
        CurrencyUnit unit = new CurrencyUnit(asked[1], Integer.parseInt(asked[2]));
        String id = ToyBank.field(json, "id");
        List<Transfer> transfers = new ArrayList<>();
        Money sum = Money.zero(unit);
        for (String paid : ToyBank.field(json, "paid").split(" ", -1)) {
            if (!paid.isEmpty()) {
                Transfer transfer = transfer(id + "-" + transfers.size(), paid, unit, rounds);
                sum = sum.plus(transfer.amount());
                transfers.add(transfer);
            }
        }
        if (has(Flaw.FORGETS) && transfers.size() > 1) {
            transfers.remove(0);
        }
        boolean whole = sum.isAtLeast(Money.of(asked[0], unit)) || has(Flaw.REPORTS_EARLY);
        return new PaymentReport(
                new PaymentHandle(ToyBank.field(json, "reference"), id),
                whole ? State.COMPLETED : State.OPEN,
                transfers,
                "");
    }

    private Transfer transfer(String id, String paid, CurrencyUnit unit, boolean rounds) {
        String[] parts = paid.split("@", -1);
        String amount =
                rounds
                        ? new java.math.BigDecimal(Double.parseDouble(parts[0]))
                                .setScale(unit.decimals(), java.math.RoundingMode.HALF_UP)
                                .toPlainString()
                        : parts[0];
        return new Transfer(
                id,
                Set.of(),
                Money.of(amount, unit),
                TransferState.SETTLED,
                Instant.parse(parts[1]),
                has(Flaw.OWN_CLOCK)
                        ? Instant.ofEpochMilli(System.currentTimeMillis())
                        : Instant.parse(parts[1]),
                false);
    }

    @Override
    public RefundReport refund(RefundRequest request) throws NetworkException {
        return refunds.refund(request);
    }

    @Override
    public Optional<RefundReport> lookUpRefund(String reference) throws NetworkException {
        return refunds.lookUpRefund(reference);
    }

    @Override
    public Duration pause(int attempt) {
        return has(Flaw.HURRIES) ? Duration.ofMillis(10) : Duration.ofSeconds(10);
    }

    @Override
    public CallbackVerdict receive(InboundCallback callback) {
        if (has(Flaw.ASKS_WHILE_READING)) {
            health();
        }
        if (has(Flaw.MOODY) && MOODS.incrementAndGet() % 2 == 0) {
            return new CallbackVerdict.Rejected("not now");
        }
        if (!isSigned(callback)) {
            return new CallbackVerdict.Rejected("no valid signature");
        }
        String text = callback.text().strip().replace("\uFEFF", "");
        boolean readable = ToyBank.field(text, "paid") != null;
        if ((!readable && !has(Flaw.CRASHES_ON_NONSENSE))
                || (has(Flaw.STRICT) && text.contains("addedLater"))) {
            return new CallbackVerdict.Rejected("unreadable");
        }
        PaymentReport report = report(text, has(Flaw.HEARS_DOUBLES));
        return new CallbackVerdict.Proven(List.of(has(Flaw.MIXES) ? asFirst(report) : report));
    }

    private PaymentReport asFirst(PaymentReport report) {
        String first = context.store().putIfAbsent("first", report.handle().reference());
        return new PaymentReport(
                new PaymentHandle(first, ""), report.state(), report.transfers(), "");
    }

    private boolean isSigned(InboundCallback callback) {
        Optional<String> time = header(callback, "x-toy-time");
        Optional<String> signature = header(callback, "x-toy-signature");
        if (time.isEmpty() || signature.isEmpty()) {
            return false;
        }
        return switch (flaw) {
            case SIGNS_NO_BODY -> !signature.get().isEmpty();
            case SIGNS_NO_TIME -> signature.get().length() == 64;
            case SIGNS_STRIPPED_TEXT -> {
                String text = callback.text().strip().replace("\uFEFF", "");
                byte[] body = text.getBytes(StandardCharsets.UTF_8);
                yield signature.get().equals(ToyBank.signature(time.get(), body));
            }
            default -> signature.get().equals(ToyBank.signature(time.get(), callback.body()));
        };
    }

    private Optional<String> header(InboundCallback callback, String name) {
        return has(Flaw.FIRST_OF_MANY)
                ? callback.headers().getOrDefault(name, List.of()).stream()
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                : callback.header(name);
    }

    @Override
    public Acknowledgement acknowledgement() {
        return new Acknowledgement(
                200, has(Flaw.SILENT_ACKNOWLEDGEMENT) ? "" : "text/plain", new byte[0]);
    }

    @Override
    public Health health() {
        if (has(Flaw.STORE_IN_HEALTH)) {
            context.store().put("asked", "yes");
        }
        if (has(Flaw.ALWAYS_UP) || has(Flaw.ALWAYS_DOWN)) {
            return new Health(has(Flaw.ALWAYS_UP), "so it is");
        }
        Duration patience = Duration.ofSeconds(has(Flaw.SLOW_HEALTH) ? 30 : 4);
        URI uri = URI.create("https://toy.test/health");
        try {
            String text =
                    new String(
                            line.http().send(Http.Request.get(uri, patience)).body(),
                            StandardCharsets.UTF_8);
            return new Health(ToyBank.field(text, "ok") != null, "asked");
        } catch (Http.NotSent | Http.NoAnswer silence) {
            if (has(Flaw.THROWING_HEALTH)) {
                throw new IllegalStateException(silence);
            }
            return Health.down("no answer");
        }
    }

    @Override
    public void close() {
        if (has(Flaw.CLOSES_ONCE) && closed) {
            throw new IllegalStateException("closed already");
        }
        closed = true;
    }

    @Override
    public String toString() {
        return has(Flaw.PRINTS_SECRETS) ? settings.text("apiKey") : "ToyNetwork";
    }
}
