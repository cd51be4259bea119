package org.bluejay.badhouse.gateway.shared;

import org.bluejay.badhouse.Breaks;

/** Names that say how a thing is made, or nothing. */
final class Names {

    private static final String RULE = "names_say_what_a_thing_is";

    private Names() {}

    @Breaks(RULE)
    record DefaultPayer() {}

    @Breaks(RULE)
    record BasePayer() {}

    @Breaks(RULE)
    record PayerImpl() {}

    @Breaks(RULE)
    record PayerUtils() {}

    @Breaks(RULE)
    record PayerHelper() {}

    @Breaks(RULE)
    record PayerDto() {}

    @Breaks({RULE, "an_interface_has_a_reason"})
    interface IPayer {
        void pay();
    }

    /** Its only implementation, next door. */
    static final class Payer implements IPayer {
        @Override
        public void pay() {
            throw new UnsupportedOperationException();
        }
    }
}
