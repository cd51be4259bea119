package org.bluejay.network.utxo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.Source;
import org.bluejay.network.utxo.Coin.Chain;

/**
 * Where the reading stands, and all that a later reading has to know of the earlier ones.
 *
 * @param version of this form
 * @param chain id of the chain it is a place in
 * @param read the newest blocks that were read
 * @param evidence the time of the last reading's knowledge, in milliseconds since 1970
 * @param open transactions that may still change
 */
record Position(int version, String chain, HashChain read, long evidence, List<Seen> open) {

    private static final System.Logger LOG = System.getLogger(Position.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    Position {
        open = List.copyOf(open);
    }

    Position(Chain chain, HashChain read, long evidence, List<Seen> open) {
        this(VERSION, chain.id(), read, evidence, open);
    }

    static Position read(String text, Chain chain) throws NetworkException {
        Position position;
        try {
            position = JSON.readValue(text, Position.class);
        } catch (JsonProcessingException garbled) {
            throw new Refused("position", "the source's position cannot be read");
        }
        if (position.version != VERSION || !position.chain.equals(chain.id())) {
            throw new Refused(
                    "other-chain",
                    "the source's position is of " + position.chain + ", not of " + chain.id());
        }
        return position;
    }

    /**
     * As text within the host's limit. Should it be full, what is settled and lies deepest is let
     * go first: nothing more is expected of it.
     *
     * @return empty when what is not settled does not fit
     */
    Optional<String> text() {
        List<Seen> kept = new ArrayList<>(open);
        String text = written(kept);
        while (text.length() > Source.MAX_POSITION) {
            List<Seen> settled =
                    kept.stream()
                            .filter(Seen::isSettled)
                            .sorted(Comparator.comparingInt(Seen::height))
                            .toList();
            if (settled.isEmpty()) {
                return Optional.empty();
            }
            List<Seen> leaving = settled.subList(0, settled.size() / 2 + 1);
            LOG.log(
                    Level.WARNING,
                    "event=position-full chain={0} forgotten={1}",
                    chain,
                    Integer.toString(leaving.size()));
            kept.removeAll(new HashSet<>(leaving));
            text = written(kept);
        }
        return Optional.of(text);
    }

    private String written(List<Seen> some) {
        try {
            return JSON.writeValueAsString(new Position(version, chain, read, evidence, some));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
