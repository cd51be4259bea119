package org.bluejay.gateway.docs;

import java.util.List;
import org.bluejay.gateway.page.Pages;

/**
 * What the pages of the reference are drawn from.
 *
 * @param root the context root, with a slash at its end
 * @param problems in the order of their status and code
 */
public record Sheet(String root, Pages pages, List<ProblemKind> problems) {

    /** A static file of ours. */
    public String asset(String name) {
        return root + pages.asset(name);
    }
}
