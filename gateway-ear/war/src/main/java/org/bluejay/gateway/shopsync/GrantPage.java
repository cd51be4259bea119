package org.bluejay.gateway.shopsync;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.bluejay.gateway.page.Page;

/**
 * What the page shows to which a shop leads its owner back ({@code shopsync/grant.jte}). Its
 * promise: nothing about merchant, shop or key, since whoever has the link may see it.
 *
 * @param looks how often the page has come anew by itself
 */
public record GrantPage(Page page, Outcome outcome, int looks) {

    /** The page comes anew every three seconds, and so for a minute. */
    static final int MOST_LOOKS = 20;

    /** Part of the page's address: the number of looks. */
    static final String LOOK = "look";

    /** What has become of the request. */
    public enum Outcome {
        WAITING("wait", "busy"),
        CONNECTED("check", "good"),
        DENIED("cross", "calm"),
        FAILED("alert", "warn"),
        EXPIRED("alert", "calm"),
        UNKNOWN("cross", "calm");

        private final String sign;
        private final String mood;

        Outcome(String sign, String mood) {
            this.sign = sign;
            this.mood = mood;
        }

        /** As in sentences' keys. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String sign() {
            return sign;
        }

        /** The colour of the sign. */
        public String mood() {
            return mood;
        }
    }

    static Outcome outcome(Optional<Grant> grant, Instant now) {
        return grant.map(known -> outcome(known, now)).orElse(Outcome.UNKNOWN);
    }

    private static Outcome outcome(Grant grant, Instant now) {
        return switch (grant.status()) {
            case PENDING -> grant.isExpired(now) ? Outcome.EXPIRED : Outcome.WAITING;
            case RECEIVED -> Outcome.WAITING;
            case GRANTED -> Outcome.CONNECTED;
            case REFUSED ->
                    grant.reason().filter(Grant.Reason.ACCESS_DENIED::equals).isPresent()
                            ? Outcome.DENIED
                            : Outcome.FAILED;
        };
    }

    public boolean isWaiting() {
        return outcome == Outcome.WAITING;
    }

    /** Whether it comes anew by itself. */
    public boolean isRefreshing() {
        return isWaiting() && looks < MOST_LOOKS;
    }

    /** Where it comes anew; empty when it does not. */
    public String refresh() {
        return isRefreshing() ? page.to("", LOOK, Integer.toString(looks + 1)) : "";
    }
}
