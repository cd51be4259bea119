package org.bluejay.network.mpesa.simulator;

import java.io.IOException;
import java.util.List;
import org.bluejay.network.mpesa.simulator.Conversation.Answer;

/**
 * The payer's phone as a page: {@code /phone}, then {@code /phone/254712345678}. It shows the
 * prompts; a person approves with a PIN (any four digits, {@code 0000} is the wrong one), cancels,
 * or does nothing until the phone gives up.
 */
final class PhonePage {

    private static final String FRAME =
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Phone</title>
            <meta name="viewport" content="width=device-width">%s
            <style>body{font:1.1em sans-serif;max-width:24em;margin:2em auto;padding:0 1em}
            section{border:1px solid #888;border-radius:.6em;padding:1em;margin:1em 0}
            button,input{font:inherit;padding:.4em .8em;margin:.2em 0}</style></head>
            <body>%s</body></html>
            """;

    private static final String ASK_NUMBER =
            """
            <h1>Whose phone?</h1>
            <form action="/phone"><label>Number <input name="number" placeholder="0712 345 678"
            inputmode="tel" required></label> <button>Take it</button></form>
            """;

    private static final String NO_NUMBER =
            "<p role=\"alert\">That is no number of Kenya, such as 0712 345 678.</p>";

    private static final String PROMPT =
            """
            <section data-checkout="%1$s"><p>Do you want to pay <strong>KES %2$d</strong> to
            <strong>%3$d</strong>, account <strong>%4$s</strong>?</p>
            <form method="post" action="/phone/%5$s/%1$s/approve"><label>PIN
            <input name="pin" type="password" inputmode="numeric" pattern="[0-9]{4}" required>
            </label> <button>Send</button></form>
            <form method="post" action="/phone/%5$s/%1$s/cancel"><button>Cancel</button></form>
            </section>
            """;

    /** Not while somebody may be typing. */
    private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"2\">";

    private static final String WRONG_PIN = "0000";

    private final DarajaSimulator simulator;

    PhonePage(DarajaSimulator simulator) {
        this.simulator = simulator;
    }

    void talk(Conversation asked) throws IOException {
        String[] path = asked.path();
        String number = msisdn(asked.field("number"));
        if (path.length == 1 && isMsisdn(number)) {
            asked.redirect("/phone/" + number);
        } else if (path.length == 1) {
            String fault = asked.field("number").isBlank() ? "" : NO_NUMBER;
            asked.answer(Answer.html(200, FRAME.formatted("", ASK_NUMBER + fault)));
        } else if (path.length == 2 && isMsisdn(path[1])) {
            asked.answer(Answer.html(200, screen(path[1])));
        } else if (path.length == 4 && asked.method().equals("POST")) {
            press(asked, path);
        } else {
            asked.answer(Answer.html(404, FRAME.formatted("", "<h1>No such phone</h1>")));
        }
    }

    /** As networks write it, however a person does. */
    private static String msisdn(String typed) {
        String digits = typed.replaceAll("[^0-9]", "");
        return digits.startsWith("0") ? "254" + digits.substring(1) : digits;
    }

    private static boolean isMsisdn(String number) {
        return number.matches("254[0-9]{9}");
    }

    private void press(Conversation asked, String[] path) throws IOException {
        boolean own =
                simulator.pushes().stream()
                        .anyMatch(
                                push ->
                                        push.isOpen()
                                                && push.msisdn().equals(path[1])
                                                && push.checkoutRequestId().equals(path[2]));
        if (own && path[3].equals("cancel")) {
            simulator.end(path[2], "1032");
        } else if (own && path[3].equals("approve")) {
            simulator.end(path[2], asked.field("pin").equals(WRONG_PIN) ? "2001" : "0");
        }
        asked.redirect(own ? "/phone/" + path[1] : "/phone");
    }

    private String screen(String msisdn) {
        List<Push> mine =
                simulator.pushes().stream().filter(push -> push.msisdn().equals(msisdn)).toList();
        List<Push> open = mine.stream().filter(Push::isOpen).toList();
        StringBuilder page = new StringBuilder("<h1>").append(msisdn).append("</h1>");
        for (Push push : open) {
            page.append(
                    PROMPT.formatted(
                            push.checkoutRequestId(),
                            push.amount(),
                            push.shortcode(),
                            escaped(push.accountReference()),
                            msisdn));
        }
        page.append(open.isEmpty() ? "<p>No request right now.</p>" : "").append("<ul>");
        mine.stream()
                .flatMap(push -> push.results().stream().map(result -> line(push, result)))
                .forEach(page::append);
        return FRAME.formatted(open.isEmpty() ? REFRESH : "", page.append("</ul>"));
    }

    private static String line(Push push, Push.Result result) {
        return result.isPaid()
                ? "<li>%s Confirmed. KES %d sent to %d for account %s</li>"
                        .formatted(
                                result.receipt(),
                                push.amount(),
                                push.shortcode(),
                                escaped(push.accountReference()))
                : "<li>KES %d: %s</li>".formatted(push.amount(), ResultWords.of(result.code()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
