package org.bluejay.network.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Health;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Secret;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.CallbackVerdict;
import org.bluejay.connector.network.LooksUp;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentReport;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.network.Receives;
import org.bluejay.connector.network.RefundReport;
import org.bluejay.connector.network.RefundRequest;
import org.bluejay.connector.network.Refunds;
import org.bluejay.connector.network.Simulates;

/**
 * The sandbox, opened for one channel. Connector and far side are one here: the books of the
 * simulated network lie in the channel's store, so every node sees the same and a restart forgets
 * nothing.
 */
final class SandboxNetwork implements PaymentNetwork, LooksUp, Receives, Refunds, Simulates {

    private static final String OWN_SECRET = "signing-secret";

    /** Seconds between look-ups, then {@link #LONGEST_PAUSE} for ever. */
    private static final List<Integer> PAUSES = List.of(2, 5, 10, 15, 30, 60, 120, 300);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** Each lost race is another's progress, so nobody comes near this. */
    private static final int MAX_RACES = 10_000;

    private final Settings settings;
    private final ConnectorContext context;

    SandboxNetwork(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public PaymentInstruction requestPayment(PaymentRequest request) throws Refused {
        if (!SandboxProvider.METHODS.contains(request.method())) {
            throw new Refused("unknown-method", "the sandbox has no such way to pay");
        }
        SimulatedPayment fresh =
                new SimulatedPayment(
                        request.reference(),
                        tokenOf(request.callbackUrl()),
                        request.method(),
                        request.amount(),
                        sentTo(request),
                        walletOf(request),
                        request.expiresAt(),
                        "",
                        List.of());
        String holds = store().putIfAbsent(keyOf(request.reference()), Books.write(fresh));
        return Books.read(holds).instruction();
    }

    @Override
    public PaymentReport lookUp(PaymentHandle handle) throws Refused {
        return Books.read(writtenOf(handle)).report();
    }

    @Override
    public Duration pause(int attempt) {
        return attempt < PAUSES.size() ? Duration.ofSeconds(PAUSES.get(attempt)) : LONGEST_PAUSE;
    }

    @Override
    public CallbackVerdict receive(InboundCallback callback) {
        boolean signed = isSigning() && signer().isSigned(callback);
        if (isSigning() && !signed) {
            return new CallbackVerdict.Rejected("no valid signature");
        }
        try {
            PaymentReport report = Books.readReport(callback.text());
            return signed
                    ? new CallbackVerdict.Proven(List.of(report))
                    : new CallbackVerdict.Hint(report.handle());
        } catch (IllegalArgumentException unreadable) {
            return new CallbackVerdict.Rejected("not a callback of the sandbox");
        }
    }

    @Override
    public RefundReport refund(RefundRequest request) throws Refused {
        return new RefundBook(store()).refund(request, now());
    }

    @Override
    public Optional<RefundReport> lookUpRefund(String reference) {
        return new RefundBook(store()).lookUp(reference, now());
    }

    @Override
    public List<SimulatedCallback> simulate(PaymentHandle handle, Scenario scenario)
            throws Refused {
        for (int race = 0; race < MAX_RACES; race++) {
            String before = writtenOf(handle);
            Scene.Outcome outcome = Scene.play(scenario, Books.read(before), now());
            String after = Books.write(outcome.payment());
            if (store().replace(keyOf(handle.reference()), before, after)) {
                return callbacksFor(outcome);
            }
        }
        throw new IllegalStateException("payment never stood still: " + handle.reference());
    }

    @Override
    public Health health() {
        try {
            store().get("health");
            return Health.up("simulated");
        } catch (RuntimeException storeIsDown) {
            return Health.down("the books cannot be read");
        }
    }

    @Override
    public void close() {
        // Nothing is held: all there is lies in the store.
    }

    /** One callback for each transfer that changed, each silent about the others. */
    private List<SimulatedCallback> callbacksFor(Scene.Outcome outcome) {
        if (outcome.changed().isEmpty()) {
            return List.of(callbackWith(outcome.payment(), List.of()));
        }
        return outcome.changed().stream()
                .map(transfer -> callbackWith(outcome.payment(), List.of(transfer)))
                .toList();
    }

    private SimulatedCallback callbackWith(SimulatedPayment payment, List<Transfer> transfers) {
        String text = Books.write(payment.reportOf(transfers), payment.amount().currency());
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("content-type", List.of("application/x-www-form-urlencoded"));
        if (isSigning()) {
            String timestamp = Long.toString(now().getEpochSecond());
            headers.put(CallbackSigner.TIMESTAMP, List.of(timestamp));
            headers.put(CallbackSigner.SIGNATURE, List.of(signer().sign(timestamp, body)));
        }
        return new SimulatedCallback(
                new InboundCallback("POST", payment.token(), "", headers, body), Duration.ZERO);
    }

    private boolean isSigning() {
        return settings.text(SandboxProvider.CALLBACK_TRUST).equals(SandboxProvider.SIGNED);
    }

    private CallbackSigner signer() {
        String secret =
                settings.find(SandboxProvider.SIGNING_SECRET)
                        .or(() -> store().get(OWN_SECRET))
                        .orElseGet(() -> store().putIfAbsent(OWN_SECRET, randomSecret()));
        return new CallbackSigner(new Secret(secret));
    }

    private static String randomSecret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String writtenOf(PaymentHandle handle) throws Refused {
        return store().get(keyOf(handle.reference()))
                .orElseThrow(() -> new Refused("not-found", "this network knows no such payment"));
    }

    /** To the millisecond, so that no database behind the host can round two times into one. */
    private Instant now() {
        return context.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private URI walletOf(PaymentRequest request) {
        return URI.create(
                context.publicUrl() + "/sandbox/wallet/" + tokenOf(request.callbackUrl()));
    }

    private static String tokenOf(URI callbackUrl) {
        String path = callbackUrl.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String sentTo(PaymentRequest request) throws Refused {
        if (!request.method().equals(SandboxProvider.APPROVAL)) {
            return "";
        }
        String phone =
                Optional.ofNullable(request.input().get(SandboxProvider.PHONE))
                        .orElseThrow(() -> new Refused("phone-missing", "a phone is needed"));
        return masked(phone);
    }

    /** Enough for the payer to know the phone again, too little for anyone else to call it. */
    private static String masked(String phone) {
        String digits = phone.replaceAll("[^0-9]", "");
        return digits.length() < 10
                ? "*** " + digits.substring(Math.max(0, digits.length() - 2))
                : digits.substring(0, 4) + " *** " + digits.substring(digits.length() - 3);
    }

    private DurableStore store() {
        return context.store();
    }

    private static String keyOf(String reference) {
        return "payment/" + reference;
    }
}
