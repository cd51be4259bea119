package org.bluejay.badhouse.gateway.shared;

import java.io.IOException;
import org.bluejay.badhouse.Breaks;

/** Every way to say something where no operator looks. */
@SuppressWarnings({"SystemOut", "CatchAndPrintStackTrace"})
final class Shouts {

    private static final String RULE = "logs_go_to_the_systems_logger";

    private Shouts() {}

    @Breaks(RULE)
    static final class Out {
        void say() {
            System.out.println("paid");
        }
    }

    @Breaks(RULE)
    static final class Err {
        void say() {
            System.err.println("not paid");
        }
    }

    @Breaks(RULE)
    static final class Trace {
        void say(IOException problem) {
            problem.printStackTrace();
        }
    }

    @Breaks(RULE)
    static final class OldLogger {
        void say() {
            java.util.logging.Logger.getLogger("bluejay").info("paid");
        }
    }

    @Breaks(RULE)
    static final class OtherLogger {
        void say() {
            org.slf4j.LoggerFactory.getLogger("bluejay").info("paid");
        }
    }
}
