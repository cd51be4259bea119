package org.bluejay.gateway.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same gateway, deployed as an EAR on a full Payara Server. */
class PayaraServerIT {

    private static final Path EAR = Path.of(System.getProperty("bluejay.ear"));
    private static final Path WORK = Path.of(System.getProperty("bluejay.work"));
    private static final Path DATA = WORK.resolve("data");
    private static final Path DATABASE = DATA.resolve("postgresql/cluster");

    private static PayaraServer server;

    @BeforeAll
    static void deploy() throws Exception {
        server =
                PayaraServer.start(
                        Path.of(System.getProperty("bluejay.payara")),
                        WORK,
                        DATA,
                        Path.of(System.getProperty("bluejay.connectors")));
        server.deploy(EAR);
    }

    @AfterAll
    static void leave_nothing_running_and_no_error_behind() throws Exception {
        if (server != null) {
            List<String> errors = server.errors();
            server.stop();
            assertThat(DATABASE.resolve("postmaster.pid")).doesNotExist();
            assertThat(errors).isEmpty();
            // Stopping, the server's own threads trip over its own services now and then.
            assertThat(server.errors()).noneMatch(error -> error.contains("org.bluejay"));
        }
    }

    @Test
    void is_ready() throws Exception {
        HttpResponse<String> health = browse("/health/ready");
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).contains("\"UP\"");
    }

    @Test
    void found_its_data_sources_and_made_its_schema() throws Exception {
        assertThat(DATABASE).isDirectory();
        assertThat(server.log())
                .contains("now at version")
                .doesNotContain("error.creating.jdbc.pool")
                .doesNotContain("event=no-sandbox-connector");
    }

    @Test
    void takes_an_invoice_from_the_order_to_the_money_and_tells_the_shop() throws Exception {
        Customer customer = customer();
        try (Mailbox mailbox = new Mailbox()) {
            JsonNode invoice = order(customer, Map.of("webhookUrl", mailbox.url()));
            assertThat(invoice.path("status").asText()).isEqualTo("pending");
            assertCheckoutShows(invoice, "12.50");

            String id = invoice.path("id").asText();
            pay(customer, id);

            assertThat(customer.read("/invoices/" + id).path("amountDue").asText())
                    .isEqualTo("0.00");
            JsonNode payments = customer.read("/invoices/" + id + "/payments");
            assertThat(payments).hasSize(1);
            assertThat(payments.path(0).path("creditedAmount").asText()).isEqualTo("12.50");
            assertThat(customer.read("/invoices/" + id + "/events").findValuesAsText("type"))
                    .contains("invoice.created", "payment.received", "invoice.paid");
            assertTold(mailbox, customer.webhookSecret());
        }
    }

    @Test
    void leaves_nothing_in_a_server_it_is_taken_from_and_comes_back_with_its_invoices()
            throws Exception {
        Customer customer = customer();
        String id = order(customer, Map.of()).path("id").asText();
        pay(customer, id);

        server.undeploy();
        assertThat(DATABASE.resolve("postmaster.pid")).doesNotExist();
        assertThat(server.threads()).isNotEmpty().noneMatch(name -> name.startsWith("bluejay"));

        server.deploy(EAR);
        assertThat(customer.read("/invoices/" + id).path("status").asText()).isEqualTo("paid");
    }

    private static Customer customer() throws Exception {
        Path demo = DATA.resolve("demo.env");
        Customer.await("demo file", () -> Files.exists(demo), exists -> exists);
        return Customer.of(demo);
    }

    private static JsonNode order(Customer customer, Map<String, String> more) throws Exception {
        Map<String, String> order =
                new HashMap<>(
                        Map.of(
                                "shopId", customer.shop(),
                                "currencyAmount", "12.50",
                                "currencySymbol", "USD",
                                "orderId", "ear-1"));
        order.putAll(more);
        return customer.post("/invoices/", order, 201);
    }

    private static void pay(Customer customer, String id) throws Exception {
        customer.post("/sandbox/invoices/" + id + "/simulate", Map.of("scenario", "paid"), 200);
        Customer.await(
                "invoice paid",
                () -> customer.read("/invoices/" + id + "/status").path("status").asText(),
                "paid"::equals);
    }

    private static void assertCheckoutShows(JsonNode invoice, String amount) throws Exception {
        HttpResponse<String> page =
                Customer.browse(URI.create(invoice.path("checkoutUrl").asText()));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy ->
                                assertThat(policy)
                                        .contains("default-src 'none'")
                                        .doesNotContain("unsafe"));
        assertThat(page.body()).contains(amount);
    }

    private static void assertTold(Mailbox mailbox, String secret) throws Exception {
        List<Mailbox.Letter> told =
                Customer.await(
                        "webhook of the payment",
                        mailbox::letters,
                        letters -> letters.stream().anyMatch(one -> one.says("invoice.paid")));
        for (Mailbox.Letter letter : told) {
            assertThat(letter.isSignedWith(secret)).isTrue();
        }
    }

    private static HttpResponse<String> browse(String path) throws Exception {
        return Customer.browse(server.gateway().resolve(path));
    }
}
