package org.bluejay.gateway.it;

import java.time.Instant;
import java.util.Map;

/**
 * A payment network as the conformance suite drives it: how a shop gets on it, and how a payer
 * pays. What else it can do, it says by the interfaces in here; the suite picks its cases by them,
 * so nothing can be claimed that is not also played.
 */
interface Rail extends AutoCloseable {

    /** As the gateway calls it. */
    String network();

    /** The method by which its payers pay. */
    String method();

    /** The unit in which invoices are made; all amounts come out even in it. */
    String currency();

    /** Starts the far side, and a gateway that knows it. */
    Gateway start();

    /** Gives a new shop its channel. */
    void connect(Shop shop);

    /** Answers to the method's questions, those of another payer each time. */
    default Map<String, String> payer() {
        return Map.of();
    }

    /** The payer pays what the attempt asks for, and the network becomes sure of it. */
    void pay(Till till, Attempt attempt);

    /** Lets what would happen in a while happen soon: look-ups, above all. */
    void hasten(Till till);

    /** The time of the till's invoice goes by. */
    default void passExpiry(Till till) {
        till.awaitFor(Till.A_MINUTE_OF_PAYING, "expired");
        // Networks tell times in whole seconds.
        Instant after = Instant.parse(till.read().path("expiresAt").asText()).plusSeconds(1);
        Await.until("a second to pass", () -> Instant.now().isAfter(after));
    }

    /** The gateway is stopped, the payer pays, the gateway starts. */
    default void payWhileGatewayIsDown(Till till, Attempt attempt) {
        till.gateway().stop();
        pay(till, attempt);
        till.gateway().start();
    }

    /** What lies between the gateway and the network is cut. */
    void cut();

    /** It is whole again, or still. */
    void mend();

    /** The payer pays while it is cut. */
    default void payWhileCut(Till till, Attempt attempt) {
        cut();
        pay(till, attempt);
    }

    @Override
    void close();

    /** The payer, not the attempt, says how much comes. */
    interface AnyAmount extends Rail {

        /** Half of what the attempt asks for. */
        void payHalf(Till till, Attempt attempt);

        /** What is missing after the half, by the same attempt. */
        void payRest(Till till, Attempt attempt);

        /** Half as much again as it asks for. */
        void payTooMuch(Till till, Attempt attempt);

        /** Once more, after it was paid. */
        void payAgain(Till till, Attempt attempt);
    }

    /** Money is seen before it is sure. */
    interface SeenFirst extends Rail {

        /** The payer pays, and it is not sure yet. */
        void paySeenOnly(Till till, Attempt attempt);

        /** What was seen comes to nothing. */
        void drop(Till till, Attempt attempt);

        /** What was sure is taken back. */
        void takeBack(Till till, Attempt attempt);
    }

    /** The network tells of payments by itself, where anybody may talk as well. */
    interface CallsBack extends Rail {

        /** What becomes of callbacks on their way. */
        enum Fate {
            LOST,
            DOUBLED,
            /** A later one, or the callback of an earlier moment, comes first. */
            REORDERED
        }

        /** Starts an attempt and pays it, and this becomes of what the network tells. */
        Attempt payAndTell(Till till, Fate fate);

        /** Somebody who is not the network says that the attempt is paid. */
        void forge(Till till, Attempt attempt);

        /** The first is paid; what the network tells of it goes to the address of the other. */
        void misdirect(Till till, Attempt paid, Till other, Attempt address);
    }

    /** A public book that is read: nobody calls, and its newest pages may be written anew. */
    interface Chain extends AnyAmount, SeenFirst {

        /** Paid and sure; then other pages come, which hold the payment too. */
        void payInBothBranches(Till till, Attempt attempt);

        /** Paid and in a page, which is torn out before it is sure; then in another. */
        void payInLaterBranch(Till till, Attempt attempt);
    }

    /** A question on the payer's phone, for one amount: answered by all of it or by nothing. */
    interface Prompts extends CallsBack {

        /** The question reaches the phone; that it did, the gateway never hears. */
        Attempt askWithoutAnswer(Till till);

        /** How often payers were asked by this attempt. */
        int timesAsked(Attempt attempt);

        /** The payer has not enough money. */
        void refuse(Till till, Attempt attempt);

        /** Nobody answers, until the network gives up. */
        void letRing(Till till, Attempt attempt);
    }
}
