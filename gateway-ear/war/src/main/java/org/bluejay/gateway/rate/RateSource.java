package org.bluejay.gateway.rate;

import java.util.List;
import java.util.Set;

/** Somebody who says what units are worth. */
interface RateSource {

    /** In lower case, as it stands with every rate that came of it: {@code kraken}. */
    String name();

    /**
     * Prices of those pairs that the source knows, which may be none of them. A public source is
     * asked outside any transaction and answers within five minutes.
     *
     * @throws SourceFailure when it gives no usable answer at all
     */
    List<Price> prices(Set<Pair> wanted) throws SourceFailure;
}
