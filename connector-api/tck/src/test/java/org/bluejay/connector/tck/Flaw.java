package org.bluejay.connector.tck;

/**
 * Ways in which a connector, or its author's fixture, can be wrong, each with the promise it
 * breaks.
 */
enum Flaw {
    NONE(""),

    NEEDS_NEWER_SPI("runs on this SPI"),
    CHANGES_ITS_MIND("says the same each time"),
    VERSION_LATEST("has a semantic version and a name"),
    TWIN_METHODS("names each method once"),
    ODD_LIMITS("has limits that can be met"),
    FIXTURE_WITHOUT_PHONE("tells the payer what it asks"),
    DEAF("hears of money in some way"),

    FIXTURE_WITHOUT_KEY("takes the fixture's settings"),
    NEVER_ASKED("refuses each missing answer by name"),
    TAKES_ANYTHING("refuses what is not a setting"),
    NEEDS_WHAT_IS_OPTIONAL("opens with the required answers alone"),
    DEAD_CHOICE("opens with every choice it offers"),
    SHOWN_PASSWORD("labels all, and hides what is secret"),

    UNNAMED("is named in META-INF/services"),
    EARLY_THREAD("does nothing before it is opened"),
    CALLS_WHILE_OPENING("opens without calling out"),
    CLOSES_ONCE("closes twice"),
    ALWAYS_DOWN("says that it is up"),
    ALWAYS_UP("says that it is down, soon, without throwing"),
    SLOW_HEALTH("says that it is down, soon, without throwing"),
    THROWING_HEALTH("says that it is down, soon, without throwing"),
    STORE_IN_HEALTH("survives a store that is away"),
    LEAKS("leaves nothing behind when unloaded"),

    NO_KEY("asking twice is asking once"),
    RACES("one reference from 32 threads is one payment"),
    ONE_ORDER_FOR_ALL("32 references are 32 payments"),
    FEARS_MUCH_MONEY("takes every amount from least to most"),
    WRONG_KIND("tells the payer what its kind says"),
    ANY_METHOD("refuses a method it does not have"),
    STATIC_MEMORY("remembers a payment after a restart"),
    OWN_LINE("calls out through its host alone"),

    LOGS_SECRETS("says no secret aloud"),
    PRINTS_SECRETS("says no secret aloud"),
    LOGS_PHONES("says nothing of the payer aloud"),
    QUOTES_ANSWERS("says nothing of the payer aloud"),

    UNKNOWN_FOR_NOT_SENT("cut before it left is NotSent, and may be asked again"),
    NOT_SENT_FOR_UNKNOWN("cut after it left is OutcomeUnknown, and never a second debit"),
    REPEATS_AFTER_UNKNOWN("cut after it left is OutcomeUnknown, and never a second debit"),
    LOSES_AFTER_UNKNOWN("cut after it left is OutcomeUnknown, and never a second debit"),
    NOT_SENT_FOR_TIME_OUT("a time-out is OutcomeUnknown, and never a second debit"),
    REFUSED_FOR_500("a server's failure is OutcomeUnknown, and never a second debit"),
    CRASHES_ON_HTML("a page instead of JSON is OutcomeUnknown, and never a second debit"),
    UNKNOWN_FOR_429("a 429 is Throttled, and may be asked again"),
    UNKNOWN_FOR_400("a 400 is Refused"),
    REFUSED_FOR_LOGIN("a fault before the order is none for good"),
    NOT_SENT_AFTER_ORDER("a fault after the order forgets no debit"),
    STRICT("passes over fields it does not know"),

    REPORTS_DOUBLES("reports paid to the last unit"),
    REPORTS_EARLY("reports no money before it came"),
    FORGETS("never forgets a transfer"),
    WRITES_IN_LOOK_UP("only reads"),
    CONCLUDES("concludes nothing from a bad line"),
    OWN_CLOCK("goes by its host's clock"),
    HURRIES("pauses between a second and an hour"),

    FIXTURE_WITHOUT_CALLBACKS("hears of money to the last unit"),
    HEARS_DOUBLES("hears of money to the last unit"),
    MIXES("tells payments apart"),
    MOODY("gives one callback one verdict"),
    ASKS_WHILE_READING("asks nobody while it reads"),
    SIGNS_NO_BODY("never believes an altered body"),
    SIGNS_NO_TIME("never believes an altered header"),
    FIRST_OF_MANY("never believes a missing or doubled proof"),
    SIGNS_STRIPPED_TEXT("never believes another encoding"),
    CRASHES_ON_NONSENSE("rejects nonsense without throwing"),
    FIXTURE_WITHOUT_SIGNATURE("rejects nonsense without throwing"),
    SILENT_ACKNOWLEDGEMENT("knows what its network wants to hear"),

    SOURCE_CALLS_WHILE_OPENING("opens its source without calling out"),
    FIXTURE_WITHOUT_PASSWORD("asks for all that its source needs"),
    TELLS_WHAT_IS_OLD("tells nothing old at first"),
    TELLS_NO_SETTLEMENT("tells when money is seen and when it is sure"),
    KEEPS_ITS_PLACE_IN_MEMORY("tells the same of the same position"),
    REMEMBERS_IN_MEMORY("forgets no money over a restart"),
    READS_THE_NEWEST_ONLY("finds what came while nobody read"),
    HOLDS_ON_TO_REPLACED("drops what was replaced"),
    IGNORES_REORGANISATIONS("takes back what a reorganisation took"),
    TELLS_OF_STRANGERS("tells of watched addresses alone"),
    MERGES_PAYMENTS("tells two payments to one address apart"),
    PASSES_OVER_BAD_LINES("reads nothing over a bad line"),
    SOURCE_ALWAYS_UP("says how its node is, soon, without throwing"),
    SOURCE_LOGS_SECRETS("says no secret of its source aloud"),
    NEVER_RESTS("rests between a second and an hour"),

    ROUNDS_REFUNDS("gives back to the last unit"),
    FIXTURE_WITHOUT_REFUNDS("gives back to the last unit"),
    SWALLOWS_REFUSALS("gives back in parts, and never more than came"),
    REFUNDS_UNSEEN("gives back nothing that never came"),
    REFUND_WITHOUT_KEY("refunding twice is refunding once"),
    REFUND_RACES("one reference from 32 threads is one refund"),
    FORGETS_REFUNDS("finds a refund by its reference alone"),
    REFUNDS_IN_MEMORY("remembers a refund after a restart"),
    REFUND_UNKNOWN_FOR_NOT_SENT("a refund cut before it left is NotSent, and may be sent again"),
    REFUND_NOT_SENT_FOR_UNKNOWN("a refund whose answer is lost is OutcomeUnknown, and found"),
    CONCLUDES_NO_REFUND("concludes nothing of a refund from a bad line");

    final String breaks;

    Flaw(String breaks) {
        this.breaks = breaks;
    }
}
