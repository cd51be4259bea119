package org.bluejay.network.utxo;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.Health;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentInstruction;
import org.bluejay.connector.network.PaymentInstruction.ShowCode;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentRequest;

/**
 * Gives each payment an address of the shop's own wallet. It calls nobody: an address follows from
 * the account's public key and a number, and no number below one key is ever given twice, whichever
 * shop, channel or node asks.
 */
final class UtxoNetwork implements PaymentNetwork {

    /** Wallets stop looking after so many addresses without money. */
    private static final int GAP_LIMIT = 20;

    private final Coin coin;
    private final AccountKey account;
    private final String label;
    private final ConnectorContext context;

    UtxoNetwork(Coin coin, AccountKey account, String label, ConnectorContext context) {
        this.coin = coin;
        this.account = account;
        this.label = label;
        this.context = context;
    }

    @Override
    public PaymentInstruction requestPayment(PaymentRequest request) throws Refused {
        if (!request.method().equals(coin.id())) {
            throw new Refused("no-such-method", "this network has no such method");
        }
        if (!request.amount().currency().equals(coin.unit())) {
            throw new Refused(
                    "other-currency", "amounts of this network are in " + coin.unit().code());
        }
        String address = account.addressAt(indexFor(request.reference()));
        String uri = uriOf(address, request);
        return new ShowCode(
                new PaymentHandle(request.reference(), address),
                address,
                uri,
                Optional.of(URI.create(uri)));
    }

    private int indexFor(String reference) throws Refused {
        String key = "index/" + reference;
        Optional<String> known = context.store().get(key);
        if (known.isPresent()) {
            return Integer.parseInt(known.get());
        }
        long next = context.common().next(sequence());
        if (next > Integer.MAX_VALUE) {
            throw new Refused("used-up", "this account has no more addresses: use another");
        }
        context.common().put(highest(), Long.toString(next));
        // Whoever asked for the same at the same moment leaves a number unused.
        return Integer.parseInt(context.store().putIfAbsent(key, Long.toString(next)));
    }

    private String sequence() {
        return "xpub/" + account.fingerprint();
    }

    private String highest() {
        return sequence() + "/highest";
    }

    /** BIP 21: what wallets read from a QR code and open from a link. */
    private String uriOf(String address, PaymentRequest request) {
        String amount = request.amount().amount().stripTrailingZeros().toPlainString();
        String uri = coin.id() + ":" + address + "?amount=" + amount;
        return label.isEmpty() ? uri : uri + "&label=" + percentEncoded(label);
    }

    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Of the channel alone: whether the chain is read is said by the source. */
    @Override
    public Health health() {
        try {
            return Health.up(
                    context.common()
                            .get(highest())
                            .map(
                                    index ->
                                            "the newest address is number "
                                                    + index
                                                    + " of its account; a wallet that stops after "
                                                    + GAP_LIMIT
                                                    + " unused ones needs a larger gap limit")
                            .orElse("no address was given out yet"));
        } catch (RuntimeException storeIsAway) {
            return Health.down("the numbers of addresses cannot be read");
        }
    }

    @Override
    public void close() {
        // Nothing is held: all there is lies in the stores.
    }
}
