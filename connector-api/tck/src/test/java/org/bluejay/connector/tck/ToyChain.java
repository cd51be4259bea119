package org.bluejay.connector.tck;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;

/** The book of {@link ToySource}: lines that are only ever added, one for each change. */
final class ToyChain implements StandInChain {

    static final String PASSWORD = "toy-password-4711";

    private final Flaw flaw;
    private final Clock clock;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> waiting = new HashMap<>();

    ToyChain(Flaw flaw, Clock clock) {
        this.flaw = flaw;
        this.clock = clock;
    }

    @Override
    public Map<String, String> settings() {
        return flaw == Flaw.FIXTURE_WITHOUT_PASSWORD
                ? Map.of("flaw", flaw.name())
                : Map.of("password", PASSWORD, "flaw", flaw.name());
    }

    @Override
    public Http http() {
        return new ScriptedHttp(this::answer);
    }

    private synchronized Http.Answer answer(Http.Request request) {
        return PASSWORD.equals(request.headers().get("authorization"))
                ? ScriptedHttp.json(200, "{\"book\":\"" + String.join(" ", lines) + "\"}")
                : ScriptedHttp.json(401, "{}");
    }

    @Override
    public synchronized String pay(String address, Money amount) {
        String id = "t-" + lines.size();
        String fields =
                String.join(
                        ",",
                        address,
                        id,
                        amount.toPlainString(),
                        amount.currency().code(),
                        "" + amount.currency().decimals(),
                        clock.instant().toString());
        waiting.put(id, fields);
        add(id, "DETECTED");
        return id;
    }

    private void add(String id, String state) {
        lines.add(waiting.get(id) + "," + state);
    }

    @Override
    public synchronized void settle() {
        for (String line : List.copyOf(lines)) {
            String id = line.split(",", -1)[1];
            if (lines.stream().filter(other -> other.contains("," + id + ",")).count() == 1) {
                add(id, "SETTLED");
            }
        }
    }

    @Override
    public synchronized void replace(String networkId) {
        add(networkId, "DROPPED");
    }

    @Override
    public synchronized void reorganise(String networkId) {
        add(networkId, "REVERSED");
    }
}
