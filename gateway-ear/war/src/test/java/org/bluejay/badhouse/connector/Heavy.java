package org.bluejay.badhouse.connector;

import jakarta.inject.Inject;
import org.bluejay.badhouse.Breaks;

/** Part of what connectors are written against, and drags a server along. */
@Breaks("the_connector_api_is_plain_java")
public class Heavy {

    @Inject String weight;
}
