package org.bluejay.network.utxo;

import java.util.List;
import java.util.Map;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.connector.tck.StandInChain;

/** A coin's connector beside a toy node: what its payments leave lies in the channel's store. */
public record UtxoFixture(
        Coin coin, PaymentNetworkProvider provider, DurableStore store, StandInChain chain)
        implements NetworkFixture {

    public static UtxoFixture of(Coin coin, PaymentNetworkProvider provider, DurableStore store) {
        return new UtxoFixture(coin, provider, store, ToyNode.of(coin));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "xpub", TestAccount.publicKey("045f1cf6", 84, 1, 0),
                "testChain", "regtest",
                "label", "Éclairs & more");
    }

    @Override
    public CurrencyUnit currency(String code) {
        return coin.unit();
    }

    @Override
    public int ordersOf(String reference) {
        return store.get("index/" + reference).isPresent() ? 1 : 0;
    }

    @Override
    public List<InboundCallback> payerPays(PaymentHandle handle, Money amount) {
        chain.pay(handle.networkReference(), amount);
        return List.of();
    }
}
