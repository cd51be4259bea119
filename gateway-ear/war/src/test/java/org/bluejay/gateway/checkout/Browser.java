package org.bluejay.gateway.checkout;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bluejay.connector.tck.Needs;

/** The Chromium of the machine, without a network of its own. */
final class Browser implements AutoCloseable {

    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    /** How a page is looked at. */
    record Look(int width, int height, ColorScheme scheme, String language, boolean scripts) {

        static Look phone() {
            return new Look(390, 844, ColorScheme.LIGHT, "en", true);
        }

        Look dark() {
            return new Look(width, height, ColorScheme.DARK, language, scripts);
        }

        Look narrow() {
            return new Look(320, 640, scheme, language, scripts);
        }

        Look in(String other) {
            return new Look(width, height, scheme, other, scripts);
        }

        Look withoutScripts() {
            return new Look(width, height, scheme, language, false);
        }
    }

    /** A page with all that the browser complained about. */
    record Tab(BrowserContext context, Page page, List<String> complaints)
            implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    Browser() {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Path program = Needs.Condition.find("chromium").orElseThrow();
        chromium =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setArgs(ARGUMENTS));
    }

    Tab open(Look look) {
        BrowserContext context =
                chromium.newContext(
                        new com.microsoft.playwright.Browser.NewContextOptions()
                                .setViewportSize(look.width(), look.height())
                                .setColorScheme(look.scheme())
                                .setReducedMotion(ReducedMotion.REDUCE)
                                .setDeviceScaleFactor(1.5)
                                .setLocale(look.language())
                                .setJavaScriptEnabled(look.scripts()));
        context.setDefaultTimeout(15_000);
        Page page = context.newPage();
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
        return new Tab(context, page, complaints);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
