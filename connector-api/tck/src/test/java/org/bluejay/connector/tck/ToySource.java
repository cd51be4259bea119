package org.bluejay.connector.tck;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.CurrencyUnit;
import org.bluejay.connector.Health;
import org.bluejay.connector.Http;
import org.bluejay.connector.Money;
import org.bluejay.connector.Settings;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source;

/** Counts the lines it has read, with one flaw or none. */
final class ToySource implements Source {

    private static final System.Logger LOG = System.getLogger(ToySource.class.getName());

    private final Flaw flaw;
    private final Settings settings;
    private final ConnectorContext context;
    private final Set<String> memory = new HashSet<>();
    private int inMemory;

    ToySource(Flaw flaw, Settings settings, ConnectorContext context) {
        this.flaw = flaw;
        this.settings = settings;
        this.context = context;
        if (has(Flaw.SOURCE_CALLS_WHILE_OPENING)) {
            health();
        }
    }

    private boolean has(Flaw some) {
        return flaw == some;
    }

    @Override
    public Reading read(String position, Watched watched) throws NetworkException {
        List<String> lines;
        try {
            lines = lines(Duration.ofSeconds(10));
        } catch (NetworkException failed) {
            if (has(Flaw.PASSES_OVER_BAD_LINES)) {
                return new Reading(position, List.of(), false);
            }
            throw failed;
        }
        int from = startOf(position, lines.size());
        List<Sighting> sightings = new ArrayList<>();
        for (int i = from; i < lines.size(); i++) {
            Sighting sighting = sighting(lines.get(i), i);
            boolean ours = !watched.among(List.of(sighting.address())).isEmpty();
            if ((ours || has(Flaw.TELLS_OF_STRANGERS)) && !isLost(sighting.transfer())) {
                sightings.add(sighting);
            }
        }
        inMemory = lines.size();
        return new Reading("" + lines.size(), sightings, false);
    }

    private int startOf(String position, int size) {
        if (position.isEmpty()) {
            return has(Flaw.TELLS_WHAT_IS_OLD) ? 0 : size;
        }
        int from = Integer.parseInt(position);
        return switch (flaw) {
            case KEEPS_ITS_PLACE_IN_MEMORY -> Math.max(from, inMemory);
            case READS_THE_NEWEST_ONLY -> Math.max(from, size - 1);
            default -> from;
        };
    }

    private boolean isLost(Transfer transfer) {
        boolean known = !memory.add(transfer.networkId());
        return switch (transfer.state()) {
            case DETECTED -> false;
            case SETTLED ->
                    has(Flaw.TELLS_NO_SETTLEMENT) || (has(Flaw.REMEMBERS_IN_MEMORY) && !known);
            case DROPPED -> has(Flaw.HOLDS_ON_TO_REPLACED);
            case REVERSED -> has(Flaw.IGNORES_REORGANISATIONS);
        };
    }

    private Sighting sighting(String line, int number) {
        String[] fields = line.split(",", -1);
        CurrencyUnit unit = new CurrencyUnit(fields[3], Integer.parseInt(fields[4]));
        Instant paidAt = Instant.parse(fields[5]);
        Transfer transfer =
                new Transfer(
                        has(Flaw.MERGES_PAYMENTS) ? fields[0] : fields[1],
                        Set.of(),
                        Money.of(fields[2], unit),
                        TransferState.valueOf(fields[6]),
                        paidAt,
                        paidAt.plusMillis(number),
                        false);
        return new Sighting(fields[0], transfer);
    }

    private List<String> lines(Duration patience) throws NetworkException {
        String password = settings.secret("password").reveal();
        if (has(Flaw.SOURCE_LOGS_SECRETS)) {
            LOG.log(Level.DEBUG, "asking with {0}", password);
        }
        Http.Request request =
                new Http.Request(
                        "GET",
                        URI.create("https://toy.test/book"),
                        Map.of("authorization", password),
                        new byte[0],
                        patience);
        try {
            String text = new String(context.http().send(request).body(), StandardCharsets.UTF_8);
            String book = text.startsWith("{") ? ToyBank.field(text, "book") : null;
            if (book == null) {
                throw new OutcomeUnknown("unreadable answer", null);
            }
            return book.isEmpty() ? List.of() : List.of(book.split(" ", -1));
        } catch (Http.NotSent | Http.NoAnswer silence) {
            throw new OutcomeUnknown("no answer", silence);
        }
    }

    @Override
    public Duration pause() {
        return has(Flaw.NEVER_RESTS) ? Duration.ZERO : Duration.ofSeconds(5);
    }

    @Override
    public Health health() {
        try {
            return Health.up(lines(Duration.ofSeconds(4)).size() + " lines");
        } catch (NetworkException failed) {
            return new Health(has(Flaw.SOURCE_ALWAYS_UP), "no answer");
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
