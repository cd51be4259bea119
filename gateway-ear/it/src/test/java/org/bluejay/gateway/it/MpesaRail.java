package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** M-Pesa: Safaricom and the payers' phones are played by the simulator that is shipped. */
public final class MpesaRail implements Rail.Prompts {

    private static final String NO_MONEY = "1";
    private static final String NO_RESPONSE = "1037";
    private static final String PAID = "0";
    private static final String STEP = "PT20S";

    private static final AtomicInteger PHONES = new AtomicInteger(712_000_000);

    private MpesaSimulator simulator;
    private Line line;
    private Gateway gateway;

    @Override
    public String network() {
        return "mpesa";
    }

    @Override
    public String method() {
        return "mpesa";
    }

    @Override
    public String currency() {
        return "KES";
    }

    @Override
    public Gateway start() {
        reach(Gateway.fresh("conform-mpesa"));
        return gateway.start();
    }

    /** Starts the simulator, for channels of a gateway. */
    public void reach(Gateway caller) {
        gateway = caller;
        simulator = MpesaSimulator.start();
        line = new Line(simulator.port());
    }

    @Override
    public void connect(Shop shop) {
        shop.api()
                .post(
                        "/channels/",
                        Map.of(
                                "shopId",
                                shop.id(),
                                "network",
                                "mpesa",
                                "name",
                                "Paybill",
                                "settings",
                                simulator.channel("http://127.0.0.1:" + line.port())))
                .expect(201);
    }

    /** A phone of its own, because one phone has one prompt at a time. */
    @Override
    public Map<String, String> payer() {
        return Map.of("phone", "0" + PHONES.incrementAndGet());
    }

    @Override
    public void pay(Till till, Attempt attempt) {
        simulator.end(push(attempt), PAID);
    }

    /** Where payers find their phones. */
    public URI phones() {
        return URI.create("http://127.0.0.1:" + simulator.port() + "/phone");
    }

    private JsonNode push(Attempt attempt) {
        List<JsonNode> pushes = simulator.pushesTo(attempt.input().get("phone"));
        assertThat(pushes).as("prompts of %s", attempt).hasSize(1);
        return pushes.get(0);
    }

    @Override
    public int timesAsked(Attempt attempt) {
        return simulator.pushesTo(attempt.input().get("phone")).size();
    }

    @Override
    public void hasten(Till till) {
        till.shop().advance(STEP);
    }

    @Override
    public void refuse(Till till, Attempt attempt) {
        simulator.end(push(attempt), NO_MONEY);
    }

    @Override
    public void letRing(Till till, Attempt attempt) {
        simulator.end(push(attempt), NO_RESPONSE);
    }

    @Override
    public Attempt askWithoutAnswer(Till till) {
        Map<String, String> payer = payer();
        simulator.plan(payer.get("phone"), Map.of("submit", "drop_answer"));
        return till.ask(payer);
    }

    @Override
    public Attempt payAndTell(Till till, Fate fate) {
        Map<String, String> payer = payer();
        String callbacks =
                switch (fate) {
                    case LOST -> "never";
                    case DOUBLED -> "twice";
                    case REORDERED -> "before_answer";
                };
        simulator.plan(payer.get("phone"), Map.of("callbacks", callbacks));
        Attempt attempt = till.ask(payer);
        if (fate != Fate.REORDERED) {
            pay(till, attempt);
        }
        return attempt;
    }

    @Override
    public void forge(Till till, Attempt attempt) {
        JsonNode push = push(attempt);
        int asked = lookUps(attempt);
        String lie = callback(push, "ABCDE12345");
        new CallbackAddress(gateway, attempt.channel(), "not-the-token")
                .send(lie)
                .awaitState("rejected");
        CallbackAddress way = wayTo(push);
        way.send(callback(push, "ABCDE12345").replace("CheckoutRequestID", "Other"))
                .awaitState("rejected");
        way.send(lie).awaitState("handled");
        Await.until("Safaricom to have been asked", () -> lookUps(attempt) > asked);
    }

    @Override
    public void misdirect(Till till, Attempt paid, Till other, Attempt address) {
        JsonNode push = push(paid);
        pay(till, paid);
        String receipt = push(paid).path("results").path(0).path("receipt").asText("ABCDE12345");
        wayTo(push(address)).send(callback(push, receipt)).awaitState("rejected");
    }

    /** Where Safaricom was told to call. */
    private CallbackAddress wayTo(JsonNode push) {
        Path way = Path.of(URI.create(push.path("callbackUrl").asText()).getPath());
        return new CallbackAddress(
                gateway, way.getParent().getFileName().toString(), way.getFileName().toString());
    }

    /** That a prompt was paid, in Safaricom's shape. */
    private static String callback(JsonNode push, String receipt) {
        return """
        {"Body":{"stkCallback":{"MerchantRequestID":"%s","CheckoutRequestID":"%s","ResultCode":0,
         "ResultDesc":"The service request is processed successfully.","CallbackMetadata":{"Item":[
         {"Name":"Amount","Value":%s.00},{"Name":"MpesaReceiptNumber","Value":"%s"},
         {"Name":"PhoneNumber","Value":%s}]}}}}
        """
                .formatted(
                        push.path("merchantRequestId").asText(),
                        push.path("checkoutRequestId").asText(),
                        push.path("amount").asText(),
                        receipt,
                        push.path("phone").asText());
    }

    private int lookUps(Attempt attempt) {
        String sql = "select look_ups from payment_attempt where id = cast(? as uuid)";
        try (Connection database = gateway.database().connect();
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setString(1, attempt.id());
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void cut() {
        line.cut();
    }

    @Override
    public void mend() {
        line.mend();
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }
}
