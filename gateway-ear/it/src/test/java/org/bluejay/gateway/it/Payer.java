package org.bluejay.gateway.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bluejay.connector.tck.Needs;

/** Somebody with a real browser, who notices whom it talks to. */
public final class Payer implements AutoCloseable {

    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--no-first-run",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final Queue<String> hosts = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    public Payer(boolean scripts) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Path program = Needs.Condition.find("chromium").orElseThrow();
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setArgs(ARGUMENTS));
        context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setLocale("en-US")
                                .setViewportSize(390, 844)
                                .setJavaScriptEnabled(scripts));
        context.setDefaultTimeout((double) Await.PATIENCE.toMillis());
        setDefaultAssertionTimeout((double) Await.PATIENCE.toMillis());
        context.onRequest(request -> hosts.add(URI.create(request.url()).getAuthority()));
        context.onConsoleMessage(
                message -> {
                    if (message.type().equals("error")) {
                        complaints.add(message.text());
                    }
                });
    }

    public Page tab() {
        return context.newPage();
    }

    /** Every host and port that was asked for anything. */
    public List<String> hosts() {
        return hosts.stream().distinct().toList();
    }

    /** What the browser complained about, violations of the page's policy among it. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
