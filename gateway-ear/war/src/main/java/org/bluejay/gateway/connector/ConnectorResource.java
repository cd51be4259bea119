package org.bluejay.gateway.connector;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import org.bluejay.gateway.shared.ApiResource;
import org.bluejay.gateway.shared.Caller;
import org.bluejay.gateway.shared.Envelope;
import org.bluejay.gateway.shared.Page;
import org.bluejay.gateway.shared.Problem;
import org.bluejay.gateway.shared.Requires;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The connectors that are installed, with what they offer and what they ask for. */
@ApiResource
@Path("connectors")
@Produces(MediaType.APPLICATION_JSON)
@Requires("connectors:read")
public class ConnectorResource {

    @Inject Connectors connectors;

    /** Every installed connector, on one page; refused ones with their fault. */
    @Operation(operationId = "listConnectors", summary = "List connectors")
    @GET
    public Page.Answer<ConnectorView> list(@Context SecurityContext security) {
        List<ConnectorView> all = connectors.all().stream().map(ConnectorView::of).toList();
        return new Page<>(all, Optional.empty()).answer(Caller.of(security).requestId());
    }

    /** One connector. */
    @Operation(operationId = "readConnector", summary = "Read a connector")
    @GET
    @Path("{id}")
    public Envelope<ConnectorView> read(
            @PathParam("id") String id, @Context SecurityContext security) {
        return connectors
                .find(id)
                .map(ConnectorView::of)
                .map(view -> new Envelope<>(view, Caller.of(security).requestId()))
                .orElseThrow(() -> Problem.notFound("connector"));
    }
}
