package org.bluejay.gateway.shopsync;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluejay.connector.shop.OrderSnapshot;

/**
 * One look at an order, after all that it asked for was done or refused.
 *
 * @param order as the shop has it now
 * @param plan what it asked for, and what is due
 * @param cancelledFor the invoice whose expiry we cancelled it for, or null
 * @param notes references of the notes it carries now
 * @param refusal why the shop did not do it; a person has to look
 */
record Look(
        OrderSnapshot order,
        OrderPlan plan,
        UUID cancelledFor,
        Set<String> notes,
        Optional<String> refusal) {

    Look {
        notes = Set.copyOf(notes);
    }
}
