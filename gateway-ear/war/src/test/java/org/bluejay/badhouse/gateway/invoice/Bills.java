package org.bluejay.badhouse.gateway.invoice;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;
import org.bluejay.badhouse.Breaks;

/** Shows any merchant's bill to whoever knows its number. */
@Breaks("finders_are_told_whose")
public class Bills {

    private final EntityManager entities;

    Bills(EntityManager entities) {
        this.entities = entities;
    }

    public Optional<Bill> find(UUID id) {
        return Optional.ofNullable(entities.find(Bill.class, id));
    }

    /** As it ought to be. */
    public Optional<Bill> find(UUID shopId, String number) {
        return Optional.ofNullable(entities.find(Bill.class, shopId + number));
    }
}
