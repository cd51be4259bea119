package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bluejay.client.ApiClient;
import org.bluejay.client.ApiException;
import org.bluejay.client.api.EventsApi;
import org.bluejay.client.api.InvoicesApi;
import org.bluejay.client.api.SandboxApi;
import org.bluejay.client.api.WebhookEndpointsApi;
import org.bluejay.client.model.Attempt;
import org.bluejay.client.model.Event;
import org.bluejay.client.model.Instruction;
import org.bluejay.client.model.Invoice;
import org.bluejay.client.model.InvoiceState;
import org.bluejay.client.model.NewAttempt;
import org.bluejay.client.model.NewInvoice;
import org.bluejay.client.model.NewWebhookEndpoint;
import org.bluejay.client.model.Payment;
import org.bluejay.client.model.Simulation;
import org.bluejay.client.model.WebhookEndpoint;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The main job with clients that were generated from the description of the API, and from nothing
 * else: what compiles and runs here was described as it is.
 */
@ExtendWith(SharedGateway.class)
class GeneratedClientsIT {

    private static final Path CLIENTS =
            Path.of(System.getProperty("bluejay.root"), "gateway-ear/clients/target/generated");

    @Test
    void java_takes_an_invoice_from_nothing_to_paid(Gateway gateway, Shop shop) throws Exception {
        ApiClient client = client(gateway, shop);
        InvoicesApi invoices = new InvoicesApi(client);
        NewInvoice order =
                new NewInvoice()
                        .currencyAmount("49.00")
                        .currencySymbol("USD")
                        .metadata(Map.of("basket", "b-77"));

        Invoice invoice = invoices.createInvoice(order, "java-client").getData();
        assertThat(invoice.getAmountDue()).isEqualTo("49.00");
        assertThat(invoices.createInvoice(order, "java-client").getData()).isEqualTo(invoice);
        assertThat(invoices.readInvoice(invoice.getLink()).getData()).isEqualTo(invoice);

        String id = invoice.getId().toString();
        Attempt attempt =
                invoices.startAttempt(id, new NewAttempt().method("sandbox-code"), null).getData();
        assertThat(attempt.getInstruction().getType()).isEqualTo(Instruction.TypeEnum.SHOW_CODE);
        new SandboxApi(client)
                .simulatePayment(id, new Simulation().scenario(Simulation.ScenarioEnum.PAID), null);
        Await.value(
                "invoice to be paid",
                () -> invoices.readInvoiceStatus(id).getData().getStatus(),
                InvoiceState.StatusEnum.PAID::equals);

        assertThat(invoices.listInvoicePayments(id).getData())
                .extracting(Payment::getCreditedAmount)
                .containsExactly("49.00");
    }

    @Test
    void java_polls_events_and_asks_for_webhooks(Gateway gateway, Shop shop) throws Exception {
        ApiClient client = client(gateway, shop);
        shop.invoice("5.00");

        List<Event> events =
                new EventsApi(client).listEvents(null, null, 10, List.of("invoice.*")).getData();
        WebhookEndpoint endpoint =
                new WebhookEndpointsApi(client)
                        .createWebhookEndpoint(
                                new NewWebhookEndpoint()
                                        .url(URI.create("https://shop.example.com/bluejay"))
                                        .addTypesItem("invoice.paid"),
                                null)
                        .getData();

        assertThat(events).extracting(Event::getType).containsExactly("invoice.created");
        assertThat(endpoint.getSecret()).startsWith("whsec_");
        assertThat(endpoint.getTypes()).containsExactly("invoice.paid");
    }

    @Test
    void java_is_told_what_was_wrong(Gateway gateway, Shop shop) {
        InvoicesApi invoices = new InvoicesApi(client(gateway, shop));
        NewInvoice order = new NewInvoice().currencyAmount("1,50").currencySymbol("USD");

        assertThatThrownBy(() -> invoices.createInvoice(order, null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> {
                            assertThat(refused.getCode()).isEqualTo(422);
                            assertThat(refused.getResponseBody()).contains("currencyAmount");
                        });
    }

    @Test
    @Needs({"node", "npm"})
    void typescript_takes_an_invoice_from_nothing_to_paid(Gateway gateway, Shop shop) {
        Path folder = NodeTools.install();
        copy(CLIENTS.resolve("typescript"), folder.resolve("client"));

        NodeTools.run("tsc", "--project", "tsconfig.json").expectSuccess();

        assertThat(
                        NodeTools.run(
                                        "node",
                                        "compiled/main-job.js",
                                        gateway.url().toString(),
                                        shop.key())
                                .expectSuccess()
                                .output())
                .endsWith("done\n");
    }

    private static ApiClient client(Gateway gateway, Shop shop) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(gateway.url().toString());
        client.setRequestInterceptor(request -> request.header("X-API-Key", shop.key()));
        return client;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
