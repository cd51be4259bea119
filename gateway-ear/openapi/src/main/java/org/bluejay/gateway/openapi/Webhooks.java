package org.bluejay.gateway.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;

/** The events that shops are told, from {@code webhooks.json}. */
final class Webhooks {

    private static final String FILE = "/webhooks.json";

    /**
     * One type of event.
     *
     * @param schema of its body
     * @param summary when it is told
     */
    record EventType(String type, String schema, String summary) {}

    private Webhooks() {}

    static void addTo(OpenAPI api) {
        for (EventType event : read()) {
            api.addWebhook(event.type(), OASFactory.createPathItem().POST(operation(event)));
        }
    }

    private static EventType[] read() {
        try (InputStream in = Webhooks.class.getResourceAsStream(FILE)) {
            return new ObjectMapper().readValue(in, EventType[].class);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    private static Operation operation(EventType event) {
        MediaType body =
                OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref(Schemas.REF + event.schema()));
        Examples.attach(body, "webhooks/" + event.type(), "request");
        Operation operation =
                OASFactory.createOperation()
                        .operationId(operationId(event.type()))
                        .summary(event.summary())
                        .description(
                                event.summary()
                                        + " Answer with any 2xx within 15 seconds; anything else,"
                                        + " and it comes again.")
                        .addTag("webhooks")
                        .security(java.util.List.of())
                        .requestBody(
                                OASFactory.createRequestBody()
                                        .required(true)
                                        .content(
                                                OASFactory.createContent()
                                                        .addMediaType("application/json", body)))
                        .responses(
                                OASFactory.createAPIResponses()
                                        .addAPIResponse("2XX", described("Taken."))
                                        .addAPIResponse(
                                                "410",
                                                described(
                                                        "Never again: the endpoint is disabled.")));
        Stream.of(
                        "WebhookId",
                        "WebhookTimestamp",
                        "WebhookSignature",
                        "BluejayTimestamp",
                        "BluejaySignature")
                .map(name -> OASFactory.createParameter().ref("#/components/parameters/" + name))
                .forEach(operation::addParameter);
        return operation;
    }

    private static org.eclipse.microprofile.openapi.models.responses.APIResponse described(
            String text) {
        return OASFactory.createAPIResponse().description(text);
    }

    /** {@code onInvoicePaid} for {@code invoice.paid}. */
    private static String operationId(String type) {
        return Arrays.stream(type.split("[._]"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "on", ""));
    }
}
