package org.bluejay.network.utxo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bluejay.connector.Health;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.Source;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.PaymentFinder.Candidate;

/**
 * A node's blocks, one after the other, then its mempool. All that a reading concludes follows from
 * its position and from what the node says now; what is kept besides only spares the node
 * questions.
 */
final class ChainSource implements Source {

    private static final int MOST_BLOCKS = 200;
    private static final int MOST_BLOCK_BYTES = 16 << 20;

    private final Chain chain;
    private final Node node;
    private final Confirmations confirmations;
    private final int lookBack;
    private final Clock clock;
    private final MempoolScan mempool;

    ChainSource(Chain chain, Node node, Confirmations confirmations, int lookBack, Clock clock) {
        this.chain = chain;
        this.node = node;
        this.confirmations = confirmations;
        this.lookBack = lookBack;
        this.clock = clock;
        this.mempool = new MempoolScan(chain, node);
    }

    @Override
    public synchronized Reading read(String text, Watched watched) throws NetworkException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Node.Tip tip = node.tip();
        Position position = text.isEmpty() ? fromNowOn(tip) : Position.read(text, chain);
        // Strictly newer than before, even if the clock was set back meanwhile.
        Instant evidence =
                Instant.ofEpochMilli(Math.max(now.toEpochMilli(), position.evidence() + 1));
        OpenTransfers open = new OpenTransfers(chain.coin(), confirmations, position.open());
        HashChain read = follow(position.read(), tip);
        open.rewind(read.height());
        List<RawBlock> blocks = blocksAfter(read, tip);
        new PaymentFinder(chain, watched)
                .among(shown(blocks, read.height() + 1, open, now))
                .forEach(open::add);
        read = read.then(blocks.stream().map(RawBlock::hash).toList());
        boolean more = read.height() < tip.height();
        if (!more) {
            more = mempool.scan(read.top(), open, watched, evidence);
        }
        List<Sighting> news = open.tell(read.height(), evidence);
        Position next = new Position(chain, read, evidence.toEpochMilli(), open.all());
        return new Reading(next.text(), news, more);
    }

    private Position fromNowOn(Node.Tip tip) throws NetworkException {
        int height = Math.max(0, tip.height() - lookBack);
        List<String> hashes = node.hashes(Math.max(0, height - HashChain.DEPTH + 1), height);
        return new Position(chain, new HashChain(height, hashes), 0, List.of());
    }

    /** What was read, down to where the node's chain still agrees. */
    private HashChain follow(HashChain read, Node.Tip tip) throws NetworkException {
        int common = Math.min(read.height(), tip.height());
        if (common < read.lowest()) {
            throw behind(tip, read);
        }
        String there = common == tip.height() ? tip.hash() : node.hashes(common, common).get(0);
        if (there.equals(read.at(common))) {
            if (tip.height() < read.height()) {
                throw behind(tip, read);
            }
            return read;
        }
        List<String> theirs = node.hashes(read.lowest(), common);
        for (int height = common; height >= read.lowest(); height--) {
            if (theirs.get(height - read.lowest()).equals(read.at(height))) {
                return read.upTo(height);
            }
        }
        throw new Refused(
                "reorganised-too-deep",
                "none of the last "
                        + HashChain.DEPTH
                        + " blocks is on the node's chain: is it another node, or another chain?");
    }

    /** A chain never ends earlier than it did: one that seems to is an old view of it. */
    private static OutcomeUnknown behind(Node.Tip tip, HashChain read) {
        return new OutcomeUnknown(
                "the node is behind: it stands at block "
                        + tip.height()
                        + ", and block "
                        + read.height()
                        + " was read already",
                null);
    }

    private List<RawBlock> blocksAfter(HashChain read, Node.Tip tip) throws NetworkException {
        List<RawBlock> blocks = new ArrayList<>();
        if (read.height() == tip.height()) {
            return blocks;
        }
        int last = Math.min(tip.height(), read.height() + MOST_BLOCKS);
        String parent = read.top();
        long size = 0;
        for (String hash : node.hashes(read.height() + 1, last)) {
            RawBlock block = node.block(hash);
            if (!block.parent().equals(parent) || size > MOST_BLOCK_BYTES) {
                break; // The chain turns at this moment, or it is enough: the rest comes next.
            }
            blocks.add(block);
            parent = hash;
            size += block.size();
        }
        return blocks;
    }

    /**
     * Shows blocks to what is open.
     *
     * @param height of the first
     * @return what was not known before
     */
    private static List<Candidate> shown(
            List<RawBlock> blocks, int height, OpenTransfers open, Instant now) {
        List<Candidate> unknown = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            RawBlock block = blocks.get(i);
            long minedAt = Math.min(block.minedAt().toEpochMilli(), now.toEpochMilli());
            for (RawTransaction transaction : block.transactions()) {
                open.inBlock(transaction, height + i);
                if (!open.knows(transaction.txid())) {
                    unknown.add(new Candidate(transaction, height + i, minedAt));
                }
            }
        }
        return unknown;
    }

    @Override
    public Duration pause() {
        return chain.coin().pause();
    }

    @Override
    public Health health() {
        try {
            return Health.up("the node stands at block " + node.tipSoon().height());
        } catch (NetworkException unreliable) {
            return Health.down(unreliable.getMessage());
        } catch (RuntimeException lineIsBroken) {
            return Health.down("the node cannot be asked");
        }
    }

    @Override
    public void close() {
        // Nothing is held: the position is the host's.
    }
}
