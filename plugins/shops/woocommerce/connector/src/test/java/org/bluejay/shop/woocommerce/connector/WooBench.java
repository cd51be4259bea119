package org.bluejay.shop.woocommerce.connector;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;
import org.bluejay.connector.shop.Settlement;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.connector.tck.TckContext;

/** A connected shop for one test, with a time that stands still. */
final class WooBench {

    static final CurrencyUnit USD = CurrencyUnit.iso("USD");
    static final Money TOTAL = Money.of("49.00", USD);
    static final URI WEBHOOKS = URI.create("https://pay.example/hooks/woocommerce/7");

    private record Context(
            Environment environment,
            Clock clock,
            Http http,
            DurableStore store,
            DurableStore common,
            URI publicUrl,
            Optional<URI> webhookUrl)
            implements ConnectorContext {}

    final StoppedClock clock = new StoppedClock();
    final StandInShop standIn = new StandInShop(clock);
    final WooCommerceShop shop;

    WooBench() {
        this(Map.of());
    }

    /**
     * @param more answers beside the usual ones; an empty one takes the usual one away
     */
    WooBench(Map<String, String> more) {
        this.shop = open(more, standIn::answer);
    }

    /** A shop before which something else answers. */
    static WooCommerceShop behind(Http.Answer answer) {
        return new WooBench().open(Map.of(), request -> answer);
    }

    private WooCommerceShop open(
            Map<String, String> more, Function<Http.Request, Http.Answer> far) {
        Map<String, String> answers = new HashMap<>(WooFixture.answers());
        answers.putAll(more);
        answers.values().removeIf(String::isEmpty);
        WooCommerceProvider provider = new WooCommerceProvider();
        return (WooCommerceShop)
                provider.open(
                        provider.settings().settle(answers),
                        new Context(
                                Environment.SANDBOX,
                                clock,
                                new ScriptedHttp(far),
                                new MemoryStore(),
                                new MemoryStore(),
                                TckContext.PUBLIC_URL,
                                Optional.of(WEBHOOKS)));
    }

    StandInOrder order() {
        return standIn.place(TOTAL);
    }

    static Settlement full(StandInOrder order) {
        return new Settlement("" + order.id, TOTAL, TOTAL, "pay-1");
    }
}
