package org.bluejay.gateway.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The description of the API, as the packaged gateway serves it to those who have no key. */
@ExtendWith(SharedGateway.class)
class ApiDocumentIT {

    @Test
    void is_served_as_json_and_as_yaml(Gateway gateway) {
        Reply json = gateway.anonymous().get("//openapi.json").expect(200);
        Reply yaml = gateway.anonymous().get("//openapi.yaml").expect(200);

        assertThat(json.header("Content-Type")).hasValueSatisfying(is("application/json"));
        assertThat(json.json().path("openapi").asText()).startsWith("3.1.");
        assertThat(yaml.header("Content-Type")).hasValueSatisfying(is("application/yaml"));
        assertThat(yaml.body()).contains("openapi: 3.1.");
    }

    @Test
    void the_gateways_bare_address_leads_to_its_reference(Gateway gateway) {
        Reply answer = gateway.anonymous().get("//").expect(303);

        assertThat(answer.header("Location")).contains("/docs");
    }

    private static java.util.function.Consumer<String> is(String type) {
        return header -> assertThat(header).startsWith(type);
    }

    @Test
    @Needs({"node", "npm"})
    void spectral_reports_nothing(Gateway gateway) {
        Path folder = NodeTools.install();

        NodeTools.run(
                        "spectral",
                        "lint",
                        "--ruleset",
                        "spectral.yaml",
                        "--fail-severity",
                        "hint",
                        document(gateway, folder))
                .expectSuccess();
    }

    @Test
    @Needs({"node", "npm"})
    void redocly_reports_nothing(Gateway gateway) {
        Path folder = NodeTools.install();

        NodeTools.Said said =
                NodeTools.run(
                                "redocly",
                                "lint",
                                "--config",
                                "redocly.yaml",
                                "--format",
                                "json",
                                document(gateway, folder))
                        .expectSuccess();

        String report = said.output().substring(said.output().indexOf("{\n"));
        JsonNode totals = Reply.parse(report.substring(0, report.lastIndexOf('}') + 1));
        assertThat(totals.path("problems")).as(report).isEmpty();
        assertThat(totals.path("totals").path("warnings").asInt(-1)).as(report).isZero();
    }

    private static String document(Gateway gateway, Path folder) {
        Path file = folder.resolve("openapi.json");
        try {
            Files.writeString(file, gateway.anonymous().get("//openapi.json").body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file.toString();
    }

    @Test
    @Needs("chromium")
    void can_be_read_in_a_browser_that_asks_nobody_else(Gateway gateway) {
        Set<String> hosts = new TreeSet<>();
        List<String> complaints = new ArrayList<>();
        try (Playwright playwright = playwright();
                Browser browser = chromium(playwright)) {
            Page page = browser.newPage();
            page.onRequest(
                    request -> {
                        if (!request.url().startsWith("data:")) {
                            hosts.add(URI.create(request.url()).getAuthority());
                        }
                    });
            page.onConsoleMessage(
                    message -> {
                        if (message.type().equals("error") || message.type().equals("warning")) {
                            complaints.add(message.text());
                        }
                    });
            page.onPageError(complaints::add);

            page.navigate(gateway.url() + "/docs#/invoices/createInvoice");
            assertThat(page.locator("#operations-invoices-createInvoice"))
                    .containsText("currencyAmount");
            page.navigate(gateway.url() + "/docs/problems#invoice-paid");
            assertThat(page.locator("#invoice-paid")).containsText("409");
        }
        assertThat(complaints).isEmpty();
        assertThat(hosts).containsExactly(gateway.url().getAuthority());
    }

    private static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions()
                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static Browser chromium(Playwright playwright) {
        return playwright
                .chromium()
                .launch(
                        new LaunchOptions()
                                .setExecutablePath(Needs.Condition.find("chromium").orElseThrow())
                                .setArgs(
                                        List.of(
                                                "--no-sandbox",
                                                "--disable-gpu",
                                                "--disable-background-networking")));
    }
}
