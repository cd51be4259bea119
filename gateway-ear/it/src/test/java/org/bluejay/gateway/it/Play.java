package org.bluejay.gateway.it;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * One case of the conformance list, as one network plays it.
 *
 * @param name as the list has it
 * @param instead where the network cannot do that by its nature: the nearest that it can
 * @param story empty where there is nothing near either
 * @param alone whether it disturbs others: it cuts the line, stops the gateway, rewrites the chain
 *     or is a crowd by itself
 */
record Play(String name, Optional<String> instead, Optional<Consumer<Till>> story, boolean alone) {

    static Play of(String name, Consumer<Till> story) {
        return new Play(name, Optional.empty(), Optional.of(story), false);
    }

    static Play instead(String name, String nearest, Consumer<Till> story) {
        return new Play(name, Optional.of(nearest), Optional.of(story), false);
    }

    static Play never(String name, String why) {
        return new Play(name, Optional.of(why), Optional.empty(), false);
    }

    /** The same, with nobody else on the stage. */
    Play byItself() {
        return new Play(name, instead, story, true);
    }

    String title() {
        return instead.map(nearest -> name + ": " + nearest).orElse(name);
    }
}
