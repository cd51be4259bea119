package org.bluejay.badhouse.gateway.attic;

import org.bluejay.badhouse.Breaks;

/** Lives in a room that nobody has put on the plan. */
@Breaks("every_room_is_in_the_table")
record Lodger(String name) {}
