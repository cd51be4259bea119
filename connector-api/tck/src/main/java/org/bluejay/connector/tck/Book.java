package org.bluejay.connector.tck;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentReport.Transfer;
import org.bluejay.connector.network.PaymentReport.TransferState;
import org.bluejay.connector.network.Source;
import org.bluejay.connector.network.Source.Reading;
import org.bluejay.connector.network.Source.Sighting;
import org.bluejay.connector.network.Watches;

/** A source as its host reads it: the position is kept here, and so is who is waited for. */
final class Book implements AutoCloseable {

    private static final int MOST_PIECES = 1_000;

    private final Rig rig;
    private final Set<String> watched = new HashSet<>();
    private Source source;
    private String position = "";

    private Book(Rig rig) {
        this.rig = rig;
        this.source = rig.openSource((Watches) rig.provider());
    }

    /** Not read yet. */
    static Book closed(Rig rig) {
        return new Book(rig);
    }

    /** Read up to now. */
    static Book upToNow(Rig rig) throws Exception {
        Book book = new Book(rig);
        book.read();
        return book;
    }

    Source source() {
        return source;
    }

    /** As after a restart of the host: the position is all that is left. */
    void reopen(Watches provider) {
        source.close();
        source = rig.openSource(provider);
    }

    /** An address of a payment that was asked for, and is waited for. */
    String address() throws Exception {
        String address = addressOfNobody();
        watched.add(address);
        return address;
    }

    /** An address that nobody waits for. */
    String addressOfNobody() throws Exception {
        String address = rig.ask().handle().networkReference();
        Assertions.assertThat(address)
                .as("the network reference of a payment on a chain is its address")
                .isNotBlank();
        return address;
    }

    String pay(String address) {
        return rig.chain().pay(address, rig.anAmount());
    }

    Money amount() {
        return rig.anAmount();
    }

    /** All there is; the position moves on. */
    List<Sighting> read() throws NetworkException {
        List<Sighting> sightings = new ArrayList<>();
        position = readFrom(position, sightings);
        return sightings;
    }

    /** The same, but the position stays. */
    List<Sighting> peek() throws NetworkException {
        List<Sighting> sightings = new ArrayList<>();
        readFrom(position, sightings);
        return sightings;
    }

    private String readFrom(String start, List<Sighting> sightings) throws NetworkException {
        String place = start;
        for (int piece = 0; piece < MOST_PIECES; piece++) {
            Reading reading = source.read(place, this::among);
            sightings.addAll(reading.sightings());
            place = reading.next();
            if (!reading.more()) {
                return place;
            }
        }
        throw new AssertionError("there is always more to read");
    }

    private Set<String> among(Collection<String> addresses) {
        Set<String> ours = new HashSet<>(addresses);
        ours.retainAll(watched);
        return ours;
    }

    /** The only one, of this payment, as it was paid. */
    Transfer only(List<Sighting> sightings, String address, String id, TransferState state) {
        Assertions.assertThat(sightings)
                .extracting(
                        Sighting::address,
                        sighting -> sighting.transfer().networkId(),
                        sighting -> sighting.transfer().state(),
                        sighting -> sighting.transfer().amount())
                .containsExactly(Assertions.tuple(address, id, state, amount()));
        return sightings.get(0).transfer();
    }

    @Override
    public void close() {
        source.close();
    }
}
