package org.bluejay.network.utxo;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bluejay.connector.Health;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.NetworkException.OutcomeUnknown;
import org.bluejay.connector.network.NetworkException.Refused;
import org.bluejay.connector.network.Source;
import org.bluejay.network.utxo.Coin.Chain;
import org.bluejay.network.utxo.MempoolScan.Outcome;
import org.bluejay.network.utxo.PaymentFinder.Candidate;

/**
 * A node's blocks, one after the other, then its mempool. All that a reading concludes follows from
 * its position and from what the node says now; what is kept besides only spares the node
 * questions.
 */
final class ChainSource implements Source {

    private static final System.Logger LOG = System.getLogger(ChainSource.class.getName());

    private static final int MOST_BLOCKS = 200;
    private static final int MOST_BLOCK_BYTES = 16 << 20;

    private final Chain chain;
    private final Node node;
    private final Confirmations confirmations;
    private final int lookBack;
    private final Clock clock;
    private final MempoolScan mempool;

    /** Hash of the tip up to which there was more than can be kept. */
    private String tooMuchBehind = "";

    ChainSource(Chain chain, Node node, Confirmations confirmations, int lookBack, Clock clock) {
        this.chain = chain;
        this.node = node;
        this.confirmations = confirmations;
        this.lookBack = lookBack;
        this.clock = clock;
        this.mempool = new MempoolScan(chain, node);
    }

    /**
     * What one reading goes by.
     *
     * @param read down to where the node's chain agrees
     * @param now in milliseconds
     * @param evidence strictly newer than that of any earlier reading
     */
    private record Round(
            Position position,
            HashChain read,
            Node.Tip tip,
            Watched watched,
            Instant now,
            Instant evidence,
            Budget budget) {}

    @Override
    public synchronized Reading read(String text, Watched watched) throws NetworkException {
        Budget budget = new Budget(clock, clock.instant());
        Instant now = budget.began().truncatedTo(ChronoUnit.MILLIS);
        Node.Tip tip = node.tip();
        Position position = text.isEmpty() ? fromNowOn(tip) : Position.read(text, chain);
        // Strictly newer than before, even if the clock was set back meanwhile.
        Instant evidence =
                Instant.ofEpochMilli(Math.max(now.toEpochMilli(), position.evidence() + 1));
        HashChain read = follow(position.read(), tip);
        Round round = new Round(position, read, tip, watched, now, evidence, budget);
        boolean known = tip.hash().equals(tooMuchBehind);
        List<RawBlock> blocks = blocksAfter(round, known ? deepest(tip) : tip.height());
        Optional<Reading> all = known ? Optional.empty() : upToNow(round, blocks);
        if (all.isPresent()) {
            return all.get();
        }
        return settledOnly(round, blocks)
                .orElseThrow(() -> new Refused("too-much", "more is unsettled than can be kept"));
    }

    /**
     * All that has happened.
     *
     * @return empty when it is more than a position can keep
     */
    private Optional<Reading> upToNow(Round round, List<RawBlock> blocks) throws NetworkException {
        OpenTransfers open = shown(round, blocks);
        HashChain read = then(round.read, blocks);
        Outcome outcome = Outcome.MORE;
        if (read.height() >= round.tip.height()) {
            outcome = mempool.scan(read.top(), open, round.watched, round.evidence, round.budget);
        }
        return told(
                round, read, open, read.height(), outcome == Outcome.MORE, outcome == Outcome.ALL);
    }

    /**
     * Only what lies so deep that it is settled at once and need not be kept. Whoever fills the
     * newest blocks with payments makes the others' come later, and stops nobody's. Where nothing
     * lies as deep, it waits for the next block.
     */
    private Optional<Reading> settledOnly(Round round, List<RawBlock> blocks) {
        int deepest = deepest(round.tip);
        int count = Math.max(0, Math.min(blocks.size(), deepest - round.read.height()));
        List<RawBlock> some = blocks.subList(0, count);
        OpenTransfers open = shown(round, some);
        HashChain read = then(round.read, some);
        boolean waits = some.isEmpty();
        if (waits && !round.tip.hash().equals(tooMuchBehind)) {
            LOG.log(
                    Level.WARNING,
                    "event=blocks-full chain={0} read-to={1}",
                    chain.id(),
                    Integer.toString(read.height()));
        }
        tooMuchBehind = waits ? round.tip.hash() : "";
        return told(round, read, open, round.tip.height(), !waits, false);
    }

    /** The newest block in which whatever a payer sends has all its confirmations. */
    private int deepest(Node.Tip tip) {
        return tip.height() - Math.max(confirmations.most(), RawTransaction.HOGEX_RIPE) + 1;
    }

    /**
     * @param height of the newest block that counts as a confirmation
     */
    private Optional<Reading> told(
            Round round,
            HashChain read,
            OpenTransfers open,
            int height,
            boolean more,
            boolean complete) {
        List<Sighting> news = open.tell(height, round.evidence);
        return new Position(chain, read, round.evidence.toEpochMilli(), open.all())
                .text()
                .map(next -> new Reading(next, news, more, complete));
    }

    private OpenTransfers shown(Round round, List<RawBlock> blocks) {
        OpenTransfers open = new OpenTransfers(chain.coin(), confirmations, round.position.open());
        open.rewind(round.read.height());
        new PaymentFinder(chain, round.watched)
                .among(shown(blocks, round.read.height() + 1, open, round.now))
                .forEach(open::add);
        return open;
    }

    private static HashChain then(HashChain read, List<RawBlock> blocks) {
        return read.then(blocks.stream().map(RawBlock::hash).toList());
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

    /** At least one, if there is one: however slow the node is, the reading goes on. */
    private List<RawBlock> blocksAfter(Round round, int newest) throws NetworkException {
        List<RawBlock> blocks = new ArrayList<>();
        HashChain read = round.read;
        if (read.height() >= newest) {
            return blocks;
        }
        int last = Math.min(newest, read.height() + MOST_BLOCKS);
        String parent = read.top();
        long size = 0;
        for (String hash : node.hashes(read.height() + 1, last)) {
            if (size > MOST_BLOCK_BYTES || (!blocks.isEmpty() && round.budget.isSpent())) {
                break; // It is enough: the rest comes next.
            }
            RawBlock block = node.block(hash);
            if (!block.parent().equals(parent)) {
                break; // The chain turns at this moment.
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
