package org.bluejay.gateway.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.bluejay.connector.ConfigSchema;

/**
 * All connectors of the connectors folder. One that cannot be used is refused and shown, and the
 * others work; a changed one takes over at once, while calls in flight finish on the one before. A
 * change for the worse is refused: what runs goes on running.
 */
public class Connectors {

    private static final System.Logger LOG = System.getLogger(Connectors.class.getName());

    private final Path root;
    private final Duration drain;
    private final ConnectorStarter starter;

    /** By folder; touched under the lock only. */
    private final Map<String, Slot> slots = new TreeMap<>();

    private final List<Retired> retired = new ArrayList<>();
    private boolean looked;

    /** What everyone else sees; replaced whole. */
    private volatile View view = new View(List.of(), Map.of(), false);

    /** What runs from a folder and what was last seen in it. */
    private static final class Slot {
        private String lookedAt = "";
        private String judged = "";
        private String fault = "";
        private boolean clashed;
        private Optional<ConnectorFacts> refusedAs = Optional.empty();
        private Running running;
    }

    private record Retired(Running connector, CompletableFuture<Void> closed, long since) {}

    private record View(
            List<LoadedConnector> all, Map<String, Running> running, boolean complete) {}

    /** For the container's proxy only. */
    protected Connectors() {
        this.root = null;
        this.drain = null;
        this.starter = null;
    }

    /**
     * @param root the connectors folder; need not exist
     * @param threads makes the threads that connectors run on
     * @param drain how long calls in flight may take after their connector was replaced
     */
    public Connectors(Path root, ThreadFactory threads, Duration drain) {
        this.root = root;
        this.drain = drain;
        this.starter = new ConnectorStarter(threads);
    }

    /** Every connector there is, refused ones too, by folder. */
    public List<LoadedConnector> all() {
        return view.all;
    }

    /** The connector of a network, if it works. */
    public Optional<RunningConnector> running(String network) {
        return ofKind(RunningConnector.class).filter(each -> isOf(each, network)).findFirst();
    }

    /** Those of payment networks that work. */
    public List<RunningConnector> running() {
        return ofKind(RunningConnector.class).toList();
    }

    /** The connector of a shop platform, if it works. */
    public Optional<RunningShopConnector> runningShop(String platform) {
        return ofKind(RunningShopConnector.class).filter(each -> isOf(each, platform)).findFirst();
    }

    private <R extends Running> Stream<R> ofKind(Class<R> kind) {
        return view.running.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static boolean isOf(Running connector, String id) {
        return connector.facts().id().equals(id);
    }

    public Optional<LoadedConnector> find(String id) {
        Stream<LoadedConnector> named = view.all.stream().filter(each -> each.id().equals(id));
        return named.min((a, b) -> a.state().compareTo(b.state()));
    }

    /** Whether the folder has been looked through once. */
    public boolean isComplete() {
        return view.complete;
    }

    /**
     * Looks through the folder and takes over what has changed. A folder that is still being
     * written to is left until it looks the same twice; at the first look there is no time to wait.
     *
     * @return whether anything changed
     */
    public synchronized boolean scan() {
        boolean first = !view.complete;
        boolean changed = look(first);
        // A connector may have been refused only because another had its id.
        for (int i = 0; changed && i < slots.size() && retryRefused(); i++) {
            LOG.log(Level.DEBUG, "event=connectors-retried round={0}", i);
        }
        forceOverdue();
        return changed;
    }

    /**
     * Loads a connector anew, whether or not its jars changed.
     *
     * @return false when there is no such connector
     */
    public synchronized boolean reload(String id) {
        Optional<LoadedConnector> connector = find(id);
        if (connector.isEmpty()) {
            return false;
        }
        slots.get(connector.get().folder()).judged = "";
        look(true);
        return true;
    }

    /** Retires all of them; answers when they are closed. */
    public synchronized CompletableFuture<Void> close() {
        CompletableFuture<?>[] closing =
                slots.values().stream()
                        .filter(slot -> slot.running != null)
                        .map(slot -> slot.running.retire())
                        .toArray(CompletableFuture<?>[]::new);
        slots.clear();
        view = new View(List.of(), Map.of(), false);
        return CompletableFuture.allOf(closing);
    }

    private boolean look(boolean now) {
        List<ConnectorFolder> folders = folders();
        boolean changed = dropMissing(folders);
        for (ConnectorFolder folder : folders) {
            Slot slot = slots.computeIfAbsent(folder.name(), name -> new Slot());
            boolean atRest = now || folder.fingerprint().equals(slot.lookedAt);
            slot.lookedAt = folder.fingerprint();
            if (atRest && !folder.fingerprint().equals(slot.judged)) {
                judge(folder, slot);
                changed = true;
            }
        }
        looked = true;
        publish();
        return changed;
    }

    private List<ConnectorFolder> folders() {
        try {
            return ConnectorFolder.in(root);
        } catch (IOException e) {
            throw new UncheckedIOException("the connectors folder cannot be read", e);
        }
    }

    private boolean dropMissing(List<ConnectorFolder> folders) {
        Set<String> names = new HashSet<>();
        folders.forEach(folder -> names.add(folder.name()));
        List<String> gone = slots.keySet().stream().filter(name -> !names.contains(name)).toList();
        for (String name : gone) {
            Slot slot = slots.remove(name);
            publish();
            retire(slot.running);
            LOG.log(Level.INFO, "event=connector-removed folder={0}", name);
        }
        return !gone.isEmpty();
    }

    private boolean retryRefused() {
        boolean changed = false;
        for (ConnectorFolder folder : folders()) {
            Slot slot = slots.get(folder.name());
            if (slot != null && slot.clashed && folder.fingerprint().equals(slot.judged)) {
                judge(folder, slot);
                changed |= slot.running != null;
            }
        }
        publish();
        return changed;
    }

    private void judge(ConnectorFolder folder, Slot slot) {
        slot.judged = folder.fingerprint();
        Running before = slot.running;
        try {
            slot.running = starter.start(folder, othersThan(slot));
            slot.fault = "";
            slot.clashed = false;
            publish();
            retire(before);
            LOG.log(
                    Level.INFO,
                    "event=connector-loaded folder={0} id={1} version={2}",
                    folder.name(),
                    slot.running.facts().id(),
                    slot.running.facts().version());
        } catch (ConnectorRefused e) {
            slot.fault =
                    before == null
                            ? e.getMessage()
                            : "what lies in the folder now is refused, and version "
                                    + before.facts().version()
                                    + " goes on: "
                                    + e.getMessage();
            slot.clashed = before == null && e.isClash();
            slot.refusedAs = e.facts();
            LOG.log(
                    Level.ERROR,
                    "event=connector-refused folder={0} fault=\"{1}\"",
                    folder.name(),
                    slot.fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading " + folder.name(), e);
        }
    }

    private List<ConnectorFacts> othersThan(Slot own) {
        return slots.values().stream()
                .filter(slot -> slot != own && slot.running != null)
                .map(slot -> slot.running.facts())
                .toList();
    }

    private void retire(Running connector) {
        if (connector != null) {
            retired.add(new Retired(connector, connector.retire(), System.nanoTime()));
        }
    }

    private void forceOverdue() {
        long now = System.nanoTime();
        retired.removeIf(
                old -> {
                    boolean overdue = now - old.since > drain.toNanos();
                    if (overdue) {
                        old.connector.force();
                    }
                    return overdue || old.closed.isDone();
                });
    }

    private void publish() {
        List<LoadedConnector> all = new ArrayList<>();
        Map<String, Running> running = new TreeMap<>();
        slots.forEach(
                (folder, slot) -> {
                    if (slot.running != null) {
                        running.put(slot.running.facts().id(), slot.running);
                    }
                    if (slot.running != null || !slot.fault.isEmpty()) {
                        all.add(shown(folder, slot));
                    }
                });
        view = new View(List.copyOf(all), Map.copyOf(running), looked);
    }

    private static LoadedConnector shown(String folder, Slot slot) {
        if (slot.running == null) {
            return new LoadedConnector(
                    folder,
                    folder,
                    LoadedConnector.State.REFUSED,
                    slot.fault,
                    slot.refusedAs,
                    ConfigSchema.of());
        }
        ConnectorFacts facts = slot.running.facts();
        return new LoadedConnector(
                facts.id(),
                folder,
                LoadedConnector.State.LOADED,
                slot.fault,
                Optional.of(facts),
                slot.running.settings());
    }
}
