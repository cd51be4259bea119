package org.bluejay.badhouse.gateway.invoice.parts;

import org.bluejay.badhouse.Breaks;

/** A room within a room. */
@Breaks("rooms_are_flat")
record Drawer(String label) {}
