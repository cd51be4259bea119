package org.bluejay.gateway.it;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/**
 * What was seen on the way of one payment, in the folder {@code screenshots} of the build, numbered
 * in the order in which it was seen.
 */
public final class Pictures {

    private static final Path FOLDER = Path.of(System.getProperty("bluejay.work"), "screenshots");

    private final String payment;
    private int taken;

    public Pictures(String payment) {
        this.payment = payment;
    }

    public void take(Page page, String what) {
        taken++;
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(FOLDER.resolve(payment + "-" + taken + "-" + what + ".png")));
    }
}
