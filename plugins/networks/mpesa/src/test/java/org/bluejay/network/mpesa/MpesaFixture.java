package org.bluejay.network.mpesa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetworkProvider;
import org.bluejay.connector.tck.LoopbackHttp;
import org.bluejay.connector.tck.NetworkFixture;
import org.bluejay.network.mpesa.simulator.DarajaSimulator;
import org.bluejay.network.mpesa.simulator.Push;

/** M-Pesa beside the simulator; every payer has a phone of his own. */
final class MpesaFixture implements NetworkFixture {

    private final Map<String, String> account;
    private final Mailbox mailbox = new Mailbox();
    private final AtomicInteger phones = new AtomicInteger();
    private final DarajaSimulator daraja;

    /**
     * @param account type, short code, till
     */
    MpesaFixture(Clock clock, Map<String, String> account) {
        this.account = account;
        try {
            this.daraja = DarajaSimulator.startByHand(clock, mailbox);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    static Map<String, String> credentials(DarajaSimulator daraja) {
        return Map.of(
                "consumerKey", DarajaSimulator.CONSUMER_KEY,
                "consumerSecret", DarajaSimulator.CONSUMER_SECRET,
                "passkey", DarajaSimulator.PASSKEY,
                "baseUrl", daraja.url().toString());
    }

    @Override
    public PaymentNetworkProvider provider() {
        return new MpesaProvider();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> all = new HashMap<>(credentials(daraja));
        all.putAll(account);
        return all;
    }

    @Override
    public Http http() {
        return new LoopbackHttp();
    }

    @Override
    public Map<String, String> inputFor(String method) {
        return Map.of("phone", "0712 %06d".formatted(345_000 + phones.incrementAndGet()));
    }

    @Override
    public int ordersOf(String reference) {
        return of(reference).size();
    }

    @Override
    public List<InboundCallback> payerPays(PaymentHandle handle, Money amount) {
        Push push = of(handle.reference()).get(0);
        assertThat(amount.amount()).isEqualByComparingTo(Long.toString(push.amount()));
        assertThat(daraja.approve(push.checkoutRequestId())).isPresent();
        return mailbox.take();
    }

    private List<Push> of(String reference) {
        return daraja.pushes().stream()
                .filter(push -> push.callbackUrl().getPath().endsWith(reference))
                .toList();
    }

    /** Nothing is signed. */
    @Override
    public InboundCallback signed(InboundCallback changed) {
        return changed;
    }

    @Override
    public boolean takesPartPayments() {
        return false;
    }

    @Override
    public boolean looksUpByReference() {
        return false;
    }

    @Override
    public void close() {
        daraja.close();
    }
}
