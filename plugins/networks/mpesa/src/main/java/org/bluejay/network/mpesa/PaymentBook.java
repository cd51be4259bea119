package org.bluejay.network.mpesa;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.DurableStore;

/**
 * What was asked for on this channel and what was heard of it since, in the host's store. A
 * reference has one request, a token leads to one reference, and one payment of Safaricom's belongs
 * to one reference over all shops.
 */
final class PaymentBook {

    /** Kinds of names that belong to one payment over all shops. */
    static final String CHECKOUT = "checkout";

    static final String RECEIPT = "receipt";

    /** A prompt has two results at most; what is beyond that was made up. */
    private static final int MOST_HEARD = 8;

    /** Of the prompts that callbacks speak of while our own answer is not known. */
    private static final int MOST_CANDIDATES = 3;

    /** Each lost race is another's progress. */
    private static final int MAX_RACES = 1_000;

    private final DurableStore store;
    private final DurableStore common;

    PaymentBook(ConnectorContext context) {
        this.store = context.store();
        this.common = context.common();
    }

    Optional<Asked> find(String reference) {
        return store.get(paymentKey(reference)).map(written -> Asked.read(reference, written));
    }

    /**
     * Writes a request down before it is made, unless there is one for its reference.
     *
     * @param token the last segment of its callback address
     * @return the one that holds from now on
     */
    Asked claim(Asked mine, String token) {
        String holds = store.putIfAbsent(paymentKey(mine.reference()), mine.written());
        Asked asked = Asked.read(mine.reference(), holds);
        if (asked.claim().equals(mine.claim())) {
            store.put(tokenKey(token), mine.reference());
        }
        return asked;
    }

    void keep(Asked asked) {
        store.put(paymentKey(asked.reference()), asked.written());
        if (!asked.checkoutRequestId().isEmpty()) {
            isOwn(CHECKOUT, asked.checkoutRequestId(), asked.reference());
        }
    }

    /** It was not made after all, and may be made later. */
    void forget(Asked asked, String token) {
        store.remove(tokenKey(token));
        store.remove(paymentKey(asked.reference()));
    }

    /** The request whose callback address ends with this token. */
    Optional<Asked> findByToken(String token) {
        return store.get(tokenKey(token)).flatMap(this::find);
    }

    /** Keeps what a callback said; the same again changes nothing. */
    void hear(Asked asked, StkCallback said) {
        String key = "heard/" + asked.reference();
        for (int race = 0; race < MAX_RACES; race++) {
            Optional<String> before = store.get(key);
            List<StkCallback> heard = before.map(StkCallback::readAll).orElse(List.of());
            if (heard.contains(said) || heard.size() >= MOST_HEARD) {
                return;
            }
            String after = StkCallback.writeAll(heard, said);
            boolean written =
                    before.isPresent()
                            ? store.replace(key, before.get(), after)
                            : store.putIfAbsent(key, after).equals(after);
            if (written) {
                return;
            }
        }
        throw new IllegalStateException("payment never stood still: " + asked.reference());
    }

    private List<StkCallback> heard(Asked asked) {
        return store.get("heard/" + asked.reference()).map(StkCallback::readAll).orElse(List.of());
    }

    /**
     * By which names Safaricom can be asked about it: its own one; while the answer that tells it
     * is lost, those that callbacks to its address spoke of.
     */
    List<String> checkoutIds(Asked asked) {
        if (!asked.checkoutRequestId().isEmpty()) {
            return List.of(asked.checkoutRequestId());
        }
        return heard(asked).stream()
                .map(StkCallback::checkoutRequestId)
                .distinct()
                .filter(id -> !isAnothers(CHECKOUT, id, asked.reference()))
                .limit(MOST_CANDIDATES)
                .toList();
    }

    /** How often a look-up has found the phone unreachable before this time. */
    long timesUnreachable(Asked asked) {
        return store.next("unreachable/" + asked.reference());
    }

    /**
     * Takes down that Safaricom has confirmed a payment, with the receipt if a callback told one.
     * What was taken down once never changes but by gaining a receipt.
     *
     * @param fresh what is known now
     * @return what holds
     */
    Paid settle(Asked asked, Paid fresh) {
        String key = "paid/" + asked.reference();
        String first = store.putIfAbsent(key, fresh.written());
        Paid holds = Paid.read(first);
        if (!holds.receipt().isEmpty() || fresh.receipt().isEmpty()) {
            return holds;
        }
        Paid better = new Paid(holds.at(), fresh.receipt());
        return store.replace(key, first, better.written())
                ? better
                : store.get(key).map(Paid::read).orElse(holds);
    }

    /**
     * What callbacks said of a paid prompt that fits what was asked; empty when none did, or when
     * they named several receipts, because then a person has to look.
     */
    Optional<StkCallback> receiptOf(Asked asked, String checkoutId) {
        List<StkCallback> told =
                heard(asked).stream()
                        .filter(StkCallback::saysPaid)
                        .filter(said -> said.checkoutRequestId().equals(checkoutId))
                        .filter(said -> said.receipt().isPresent())
                        .filter(said -> said.isAbout(asked.amount().amount()))
                        .toList();
        boolean oneVoice = told.stream().map(StkCallback::receipt).distinct().count() == 1;
        return oneVoice ? Optional.of(told.get(0)) : Optional.empty();
    }

    /**
     * Whether something of Safaricom's belongs to this payment: it goes to the first who shows it,
     * so that no payment is counted for two.
     */
    boolean isOwn(String kind, String name, String reference) {
        return common.putIfAbsent(kind + "/" + name, reference).equals(reference);
    }

    private boolean isAnothers(String kind, String name, String reference) {
        return common.get(kind + "/" + name).filter(owner -> !owner.equals(reference)).isPresent();
    }

    private static String paymentKey(String reference) {
        return "payment/" + reference;
    }

    /** A token is a secret, so only its trace is kept. */
    private static String tokenKey(String token) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return "token/"
                    + HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
