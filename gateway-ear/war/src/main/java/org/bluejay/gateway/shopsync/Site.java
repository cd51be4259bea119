package org.bluejay.gateway.shopsync;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.bluejay.connector.ConfigSchema;
import org.bluejay.connector.Setting;
import org.bluejay.gateway.shared.Digests;

/**
 * Which shop on which platform a connection is of: one order id means one order within a site, and
 * quite another elsewhere. Its promise: tells sites apart without the settings, which are sealed.
 *
 * @param marks digests of the answers that never change, by the names of their settings
 */
record Site(String platform, Map<String, String> marks) {

    Site {
        marks = Map.copyOf(marks);
    }

    static Site of(String platform, ConfigSchema schema, Map<String, String> answers) {
        Map<String, String> marks = new TreeMap<>();
        schema.settings().stream()
                .filter(Setting::fixed)
                .map(Setting::name)
                .filter(answers::containsKey)
                .forEach(name -> marks.put(name, digest(answers.get(name))));
        return new Site(platform, marks);
    }

    /** With or without a slash at its end an address is the same. */
    private static String digest(String answer) {
        String bare = answer.replaceAll("/+$", "");
        return HexFormat.of().formatHex(Digests.sha256(bare.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether it is this one; what this one never answered it may. */
    boolean isAlso(Site other) {
        return platform.equals(other.platform)
                && marks.entrySet().stream()
                        .allMatch(mark -> mark.getValue().equals(other.marks.get(mark.getKey())));
    }
}
