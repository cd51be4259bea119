package org.bluejay.badhouse.gateway.invoice;

import jakarta.transaction.Transactional;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.http.HttpClient;
import org.bluejay.badhouse.Breaks;
import org.bluejay.badhouse.connector.network.PaymentNetwork;

/** Every way to go out by the window, or to keep locked rows waiting at the door. */
final class Outings {

    private static final String DOOR = "the_outside_is_called_through_one_door";
    private static final String WAITING = "nothing_calls_the_outside_in_a_transaction";

    private Outings() {}

    @Breaks(DOOR)
    record ByClient(HttpClient client) {}

    @Breaks(DOOR)
    @SuppressWarnings("AddressSelection")
    static final class BySocket {
        void go() throws IOException {
            new Socket("example.com", 80).close();
        }
    }

    @Breaks(DOOR)
    record ByConnection(HttpURLConnection connection) {}

    @Breaks(WAITING)
    static class AsksAtOnce {

        private PaymentNetwork network;

        @Transactional
        public void pay() {
            network.requestPayment();
        }
    }

    @Breaks(WAITING)
    @Transactional
    static class AsksInARoundaboutWay {

        private PaymentNetwork network;

        public void pay() {
            inTurn(() -> ask());
        }

        void inTurn(Runnable work) {
            work.run();
        }

        private void ask() {
            network.requestPayment();
        }
    }

    /** As it ought to be. */
    static class AsksOutside {

        private PaymentNetwork network;

        public void pay() {
            network.requestPayment();
        }
    }
}
