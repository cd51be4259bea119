package org.bluejay.badhouse.gateway.invoice;

import org.bluejay.badhouse.Breaks;
import org.bluejay.badhouse.gateway.checkout.Till;

/** Uses the room above, which uses this one. */
@Breaks({"rooms_use_only_what_stands_in_their_line", "rooms_have_no_circles"})
record Climber(Till till) {}
