package org.bluejay.connector.tck;

/** Ways in which a shop's connector can be wrong, each with the promise it breaks. */
enum ShopFlaw {
    NONE(""),

    UNNAMED("is named in META-INF/services"),
    EARLY_THREAD("does nothing before it is opened"),
    NEEDS_NEWER_SPI("runs on this SPI"),
    CHANGES_ITS_MIND("says the same each time"),
    NEEDS_WHAT_IS_OPTIONAL("refuses each missing answer by name"),
    SHOWN_PASSWORD("hides what is secret"),

    MANY_ADDRESSES("has one setting for the shop's address"),
    ASKS_ELSEWHERE("sends the owner to that address with all that is to come back"),
    FORGETS_STATE("sends the owner to that address with all that is to come back"),
    KNOWS_ITS_STATE("hands on whatever state was posted"),
    GRANTS_NO_KEY("brings all of the key"),
    GRANTS_A_SHOP("brings all of the key"),
    CRASHES_ON_NO_GRANT("takes no nonsense for a grant, without throwing"),
    HEARS_NO_ALWAYS("takes no nonsense for a grant, without throwing"),
    LOGS_GRANT("says no granted key aloud"),

    CALLS_WHILE_OPENING("opens without calling out"),
    CLOSES_ONCE("closes twice"),
    ALWAYS_DOWN("says that it is up"),
    ALWAYS_UP("says that it is down, soon, without throwing"),
    SLOW_HEALTH("says that it is down, soon, without throwing"),
    LEAKS("leaves nothing behind when unloaded"),

    TWO_DECIMALS("reads an order to the last unit"),
    READS_DOUBLES("reads an order to the last unit"),
    CACHES("reads what the order is now"),
    CLAIMS_ALL("tells what came through us from what others paid"),
    THROWS_FOR_NONE("reads no order where there is none"),
    WRITES_WHILE_READING("only reads"),
    NONE_FOR_FAILURE("concludes nothing from a bad line"),
    STRICT("passes over fields it does not know"),

    SETTLES_DOUBLES("settles an order in full, to the last unit"),
    ADDS_AGAIN("settling twice is settling once"),
    REFUSES_LATE("settles an order that was cancelled, or says that the shop cannot"),
    SETTLES_CHANGED("never settles an order that has changed"),
    CANCELS_NOTHING("cancels an unpaid order"),
    RESTOCKS_AGAIN("puts goods back into stock once"),
    CANCELS_PAID("never cancels a paid order, as a stale expiry would have it"),
    REFUNDS_AGAIN("records refunds in parts, each once"),
    RESTOCKS_REFUND("leaves the stock alone when money goes back"),
    NOTES_AGAIN("writes a note once"),
    UNKNOWN_FOR_NO_ORDER("rejects what is about no order"),

    PART_AGAIN("records a part once, then the rest"),
    PART_TAKEN_BACK("less after more changes nothing"),
    PART_OF_CHANGED("records no part of an order that has changed"),

    UNKNOWN_FOR_NOT_SENT("cut before it left is NotSent, and done the next time"),
    NOT_SENT_FOR_UNKNOWN("a time-out after the shop did it is OutcomeUnknown, and never twice"),
    BLIND("a time-out after the shop did it is OutcomeUnknown, and never twice"),
    NOT_SENT_FOR_TIME_OUT(
            "a time-out before the shop did it is OutcomeUnknown, and done the next time"),
    REJECTED_FOR_500("a shop's failure is OutcomeUnknown, and never twice"),
    BELIEVES_HTML("a page instead of JSON is OutcomeUnknown, and never twice"),
    UNKNOWN_FOR_429("a 429 is Throttled, and done the next time"),
    UNKNOWN_FOR_400("a refusal of the shop's is Rejected"),
    BELIEVES_PAGE_OF_400("a 400 that is a page is OutcomeUnknown, and done the next time"),
    REJECTED_FOR_401("a key that is refused is NeedsReconnect"),
    REJECTED_FOR_READ("a fault beside the write is none for good"),

    LOGS_SECRETS("says no secret aloud"),
    PRINTS_SECRETS("says no secret aloud"),
    QUOTES_ANSWERS("says no secret aloud"),

    MIXES("hears which order changed"),
    OWN_VERSION("tells the version that is read"),
    MOODY("gives a doubled or overtaken webhook the same verdict"),
    ASKS_WHILE_READING("asks nobody while it reads"),
    SIGNS_NO_BODY("never believes an altered body"),
    SIGNS_NO_TIME("never believes an altered header"),
    FIRST_OF_MANY("never believes a missing or doubled proof"),
    STRICT_WEBHOOK("passes over fields it does not know in a webhook"),
    CRASHES_ON_NONSENSE("rejects nonsense without throwing"),

    FIRST_PAGE_ONLY("tells of every order that was made"),
    ONLY_NEW("tells of an order that was touched"),
    TELLS_ONCE("answers the same cursor again"),
    SWALLOWS("moves no cursor on a bad line"),
    HURRIES("pauses between five seconds and an hour");

    final String breaks;

    ShopFlaw(String breaks) {
        this.breaks = breaks;
    }

    boolean isOfProvider() {
        return compareTo(CALLS_WHILE_OPENING) < 0;
    }
}
