package org.bluejay.badhouse.gateway.invoice;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.bluejay.badhouse.Breaks;

/** An aggregate that lets everybody do with it as they like. */
@Entity
@Breaks({"aggregates_have_no_setters", "aggregates_keep_their_fields_to_themselves"})
public class Bill {

    @Id UUID id;
    private String status;

    public void setStatus(String status) {
        this.status = status;
    }

    @Override
    public String toString() {
        return id + " " + status;
    }
}
