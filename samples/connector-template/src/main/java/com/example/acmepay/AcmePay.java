package com.example.acmepay;

import static java.nio.charset.StandardCharsets.UTF_8;
import com.fasterxml.jackson.databind.*;
import java.io.IOException;
import java.net.URI;
import java.security.*;
import java.time.*;
import java.util.*;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.connector.*;
import org.bluejay.connector.network.*;
import org.bluejay.connector.network.NetworkException.*;
import org.bluejay.connector.network.PaymentReport.*;

/** Acme Pay for one channel. The reference is its idempotency key, so nothing is kept here. */
record AcmePay(Settings settings, ConnectorContext context)
        implements PaymentNetwork, LooksUp, Receives {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override public PaymentInstruction requestPayment(PaymentRequest ask) throws NetworkException {
        if (!ask.method().equals("acmepay")) {
            throw new Refused("unknown-method", "Acme Pay has one method");
        }
        JsonNode order = JSON.createObjectNode()
                .put("reference", ask.reference())
                .put("amount", ask.amount().toPlainString())
                .put("currency", ask.amount().currency().code())
                .put("description", ask.description())
                .put("callback_url", ask.callbackUrl().toString());
        return call("POST", "/payments", ask.reference(), order.toString(), payment -> {
            String code = payment.required("code").asText();
            return new PaymentInstruction.ShowCode(handleOf(payment), code, code, Optional.empty());
        });
    }

    @Override public PaymentReport lookUp(PaymentHandle handle) throws NetworkException {
        return call("GET", "/payments/" + handle.reference(), "", "", AcmePay::reportOf);
    }

    @Override public Duration pause(int attempt) {
        return Duration.ofSeconds(5L << Math.min(attempt, 7));
    }

    @Override public CallbackVerdict receive(InboundCallback callback) {
        String signature = callback.header("acme-signature").orElse("");
        try {
            if (!MessageDigest.isEqual(signature.getBytes(UTF_8), sign(callback.body()))) {
                return new CallbackVerdict.Rejected("no valid signature");
            }
            return new CallbackVerdict.Proven(List.of(reportOf(JSON.readTree(callback.body()))));
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            return new CallbackVerdict.Rejected("signed, but unreadable");
        }
    }

    @Override public Health health() {
        try {
            return Health.up(call("GET", "/ping", "", "", a -> a.required("version").asText()));
        } catch (NetworkException down) {
            return Health.down(down.getMessage());
        }
    }

    @Override public void close() {}

    /** One call and its answer, read; every failure says whether money may have moved. */
    private <T> T call(String method, String path, String key, String body,
            Function<JsonNode, T> reader) throws NetworkException {
        Map<String, String> headers = Map.of("authorization", "Bearer " + settings.text("apiKey"),
                "content-type", "application/json", "idempotency-key", key);
        try {
            URI uri = URI.create(settings.text("baseUrl") + path);
            Http.Answer answer = context.http().send(new Http.Request(
                    method, uri, headers, body.getBytes(UTF_8), Duration.ofSeconds(5)));
            int status = answer.status();
            if (status == 429) {
                throw new Throttled("Acme Pay is busy", Duration.ofSeconds(30));
            } else if (status >= 400 && status < 500 && status != 408 && status != 409) {
                throw new Refused("http-" + status, "Acme Pay refused it");
            } else if (status >= 300) {
                throw new OutcomeUnknown("Acme Pay answered " + status, null);
            }
            return reader.apply(JSON.readTree(answer.body()));
        } catch (Http.NotSent cut) {
            throw new NotSent("Acme Pay was not reached", cut);
        } catch (Http.NoAnswer lost) {
            throw new OutcomeUnknown("Acme Pay did not answer", lost);
        } catch (IOException | RuntimeException html) { // Its message would quote the answer.
            throw new OutcomeUnknown("Acme Pay's answer is unreadable", null);
        }
    }

    private static PaymentReport reportOf(JsonNode payment) {
        CurrencyUnit currency = CurrencyUnit.iso(payment.required("currency").asText());
        Instant asOf = Instant.parse(payment.required("as_of").asText());
        List<Transfer> transfers = new ArrayList<>();
        payment.required("receipts").forEach(receipt -> transfers.add(new Transfer(
                receipt.required("id").asText(), Set.of(),
                Money.of(receipt.required("amount").asText(), currency), TransferState.SETTLED,
                Instant.parse(receipt.required("paid_at").asText()), asOf, false)));
        Map<String, State> states = Map.of("paid", State.COMPLETED, "declined", State.FAILED);
        State state = states.getOrDefault(payment.required("status").asText(), State.OPEN);
        return new PaymentReport(
                handleOf(payment), state, transfers, payment.path("reason").asText());
    }

    private static PaymentHandle handleOf(JsonNode paid) {
        return new PaymentHandle(paid.required("reference").asText(), paid.required("id").asText());
    }

    private byte[] sign(byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(settings.text("callbackSecret").getBytes(UTF_8), "raw"));
        return HexFormat.of().formatHex(mac.doFinal(body)).getBytes(UTF_8);
    }
}
