package org.bluejay.network.mpesa;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.InboundCallback;
import org.bluejay.network.mpesa.simulator.CallbackLine;

/** Keeps the callbacks of a simulator as a gateway would have received them. */
final class Mailbox implements CallbackLine {

    private final List<InboundCallback> received = new ArrayList<>();

    @Override
    public synchronized void post(URI url, Map<String, String> headers, byte[] body) {
        String path = url.getPath();
        received.add(
                new InboundCallback(
                        "POST",
                        path.substring(path.lastIndexOf('/') + 1),
                        "",
                        Map.of("content-type", List.of(headers.get("content-type"))),
                        body));
    }

    /** All that came since the last time. */
    synchronized List<InboundCallback> take() {
        List<InboundCallback> all = List.copyOf(received);
        received.clear();
        return all;
    }
}
