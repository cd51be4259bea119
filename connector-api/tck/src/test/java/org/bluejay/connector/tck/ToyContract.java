package org.bluejay.connector.tck;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Http;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.PaymentHandle;
import org.bluejay.connector.network.PaymentNetworkProvider;

/** The toy beside its bank, with one flaw or none. */
class ToyContract implements PaymentNetworkContract {

    private final Flaw flaw;

    ToyContract(Flaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public NetworkFixture fixture(Clock clock, DurableStore store) {
        ToyFixture fixture = new ToyFixture(flaw, new ToyBank(clock), new ToyChain(flaw, clock));
        ToyNetwork.ownLine = fixture.http();
        return fixture;
    }

    private static final class ToyFixture implements NetworkFixture {

        private final Flaw flaw;
        private final ToyBank bank;
        private final ToyChain chain;
        private final Http http;

        ToyFixture(Flaw flaw, ToyBank bank, ToyChain chain) {
            this.flaw = flaw;
            this.bank = bank;
            this.chain = chain;
            this.http = new ScriptedHttp(bank::answer);
        }

        @Override
        public PaymentNetworkProvider provider() {
            return switch (flaw) {
                case UNNAMED -> new ToyProvider.Unnamed();
                case EARLY_THREAD -> new ToyProvider.EarlyThread();
                case DEAF -> new ToyProvider(flaw);
                default -> new WatchingToyProvider(isOfProvider() ? flaw : Flaw.NONE);
            };
        }

        private boolean isOfProvider() {
            return flaw.compareTo(Flaw.UNNAMED) < 0;
        }

        @Override
        public Map<String, String> settings() {
            Map<String, String> answers = new HashMap<>();
            if (flaw != Flaw.FIXTURE_WITHOUT_KEY) {
                answers.put("apiKey", ToyBank.KEY);
            }
            if (flaw == Flaw.NEVER_ASKED) {
                answers.put("till", "1");
            }
            answers.put("note", "of the fixture");
            answers.put("flaw", isOfProvider() ? "NONE" : flaw.name());
            return answers;
        }

        @Override
        public Http http() {
            return http;
        }

        @Override
        public StandInChain chain() {
            return chain;
        }

        @Override
        public Map<String, String> inputFor(String method) {
            return flaw == Flaw.FIXTURE_WITHOUT_PHONE ? Map.of() : Map.of("phone", "0712 345 678");
        }

        @Override
        public int ordersOf(String reference) {
            return bank.ordersOf(reference);
        }

        @Override
        public List<InboundCallback> payerPays(PaymentHandle handle, Money amount) {
            InboundCallback sent = bank.pay(handle.reference(), amount.toPlainString());
            return flaw == Flaw.FIXTURE_WITHOUT_CALLBACKS ? List.of() : List.of(sent);
        }

        @Override
        public List<Money> refundsOf(String reference) {
            return flaw == Flaw.FIXTURE_WITHOUT_REFUNDS
                    ? NetworkFixture.super.refundsOf(reference)
                    : bank.refundsOf(reference);
        }

        @Override
        public InboundCallback signed(InboundCallback changed) {
            return flaw == Flaw.FIXTURE_WITHOUT_SIGNATURE
                    ? NetworkFixture.super.signed(changed)
                    : ToyBank.signed(changed);
        }
    }
}
