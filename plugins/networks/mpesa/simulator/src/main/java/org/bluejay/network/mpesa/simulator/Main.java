package org.bluejay.network.mpesa.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CountDownLatch;

/** Starts the simulator on its own, until it is stopped. */
public final class Main {

    private static final String USAGE =
            "usage: java -jar mpesa-simulator.jar [--port N] [--prompt-life PT60S]";

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = 0;
        Duration life = Duration.ofSeconds(60);
        try {
            for (int i = 0; i < arguments.length; i += 2) {
                switch (arguments[i]) {
                    case "--port" -> port = Integer.parseInt(arguments[i + 1]);
                    case "--prompt-life" -> life = Duration.parse(arguments[i + 1]);
                    default -> throw new IllegalArgumentException(arguments[i]);
                }
            }
        } catch (ArrayIndexOutOfBoundsException
                | IllegalArgumentException
                | DateTimeParseException unclear) {
            System.err.println(USAGE);
            System.exit(2);
        }
        DarajaSimulator simulator = DarajaSimulator.start(port, Clock.systemUTC(), life);
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
        introduce(simulator, System.out);
        new CountDownLatch(1).await();
    }

    private static void introduce(DarajaSimulator simulator, PrintStream out) {
        out.println("Daraja simulator  " + simulator.url());
        out.println("payer's phone     " + simulator.url() + "/phone");
        out.println("consumer key      " + DarajaSimulator.CONSUMER_KEY);
        out.println("consumer secret   " + DarajaSimulator.CONSUMER_SECRET);
        out.println("passkey           " + DarajaSimulator.PASSKEY);
        out.println("shortcode         any of 5 to 7 digits");
    }
}
