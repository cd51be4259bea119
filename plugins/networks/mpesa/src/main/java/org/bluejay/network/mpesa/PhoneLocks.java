package org.bluejay.network.mpesa;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bluejay.connector.ConnectorContext;
import org.bluejay.connector.DurableStore;
import org.bluejay.connector.Environment;

/**
 * One prompt on one phone at a time, whichever shop asks: Safaricom fails a second one. A lock ends
 * by itself, so that nothing that goes wrong shuts a phone out.
 */
final class PhoneLocks {

    /** Longer than a prompt stays on a phone. */
    static final Duration LONGEST = Duration.ofSeconds(90);

    private static final String KEY = "phone-key";
    private static final int KEY_BYTES = 32;

    private final ConnectorContext context;

    PhoneLocks(ConnectorContext context) {
        this.context = context;
    }

    /**
     * Where sandbox shops each have their own time, one's clock would hold another's lock for
     * months; so there a lock is the channel's.
     */
    private DurableStore store() {
        return context.environment() == Environment.LIVE ? context.common() : context.store();
    }

    /** The name of a phone's lock, which does not give the number away. */
    String nameOf(Msisdn phone) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key()), "HmacSHA256"));
            byte[] name = mac.doFinal(phone.reveal().getBytes(StandardCharsets.UTF_8));
            return "phone/" + HexFormat.of().formatHex(name, 0, KEY_BYTES / 2);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String key() {
        return store().get(KEY)
                .orElseGet(
                        () -> {
                            byte[] fresh = new byte[KEY_BYTES];
                            new SecureRandom().nextBytes(fresh);
                            return store().putIfAbsent(KEY, HexFormat.of().formatHex(fresh));
                        });
    }

    /** Holds a phone for a payment; false when another payment holds it. */
    boolean take(String name, String reference) {
        Instant now = context.clock().instant();
        String mine = reference + " " + now.plus(LONGEST).getEpochSecond();
        String holds = store().putIfAbsent(name, mine);
        if (holds.equals(mine)) {
            return true;
        }
        long until = Long.parseLong(holds.substring(holds.lastIndexOf(' ') + 1));
        boolean over = now.getEpochSecond() >= until || holds.startsWith(reference + " ");
        return over && store().replace(name, holds, mine);
    }

    /** Lets go of a phone, if it is this payment that holds it. */
    void release(String name, String reference) {
        if (store().get(name).filter(holds -> holds.startsWith(reference + " ")).isPresent()) {
            store().remove(name);
        }
    }
}
