package org.bluejay.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A shop's books, as {@code /ledger/} and {@code /balances/} show them, held against its invoices
 * and against each other.
 */
record LedgerCheck(Shop shop, List<JsonNode> entries, List<JsonNode> balances) {

    private static final int MOST_PAGES = 20;

    static LedgerCheck of(Shop shop) {
        return new LedgerCheck(shop, all(shop, "/ledger/"), all(shop, "/balances/"));
    }

    private static List<JsonNode> all(Shop shop, String path) {
        List<JsonNode> found = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Reply reply = shop.api().get(path + "?limit=100" + cursor).expect(200);
            reply.data().forEach(found::add);
            if (!reply.json().path("page").path("hasMore").asBoolean()) {
                return found;
            }
            cursor = "&cursor=" + reply.json().path("page").path("next").asText();
        }
        throw new AssertionError("no end of " + path);
    }

    /** These are all the invoices that were ever paid in the shop. */
    void agreesWith(List<Till> tills) {
        for (JsonNode entry : entries) {
            assertNothing("entry " + entry, byAsset(List.of(entry)));
        }
        Map<String, BigDecimal> held = new TreeMap<>();
        balances.forEach(balance -> add(held, balance, balance.path("amount")));
        assertNothing("balances", byAsset(held));
        assertThat(normal(held)).as("balances are what was posted").isEqualTo(byAccount(entries));
        tills.forEach(this::agreesWith);
        assertThat(credited(entries, tills.get(0)))
                .as("credited in the whole shop")
                .isEqualByComparingTo(
                        tills.stream()
                                .map(
                                        till ->
                                                new BigDecimal(
                                                        till.read().path("amountPaid").asText()))
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private void agreesWith(Till till) {
        List<JsonNode> own =
                entries.stream()
                        .filter(entry -> entry.path("invoiceId").asText().equals(till.invoice()))
                        .toList();
        BigDecimal paid = new BigDecimal(till.read().path("amountPaid").asText());
        assertThat(credited(own, till)).as("credited to the invoice").isEqualByComparingTo(paid);
        Map<String, BigDecimal> came = new TreeMap<>();
        BigDecimal worth = BigDecimal.ZERO;
        for (JsonNode payment : till.payments()) {
            if (payment.path("status").asText().equals("settled")) {
                worth = worth.add(new BigDecimal(payment.path("creditedAmount").asText()));
                came.merge(
                        payment.path("asset").asText() + " external",
                        new BigDecimal(payment.path("amount").asText()).negate(),
                        LedgerCheck::sum);
            }
        }
        assertThat(worth).as("what the payments are worth").isEqualByComparingTo(paid);
        Map<String, BigDecimal> posted = byAccount(own);
        posted.keySet().removeIf(account -> !account.endsWith(" external"));
        assertThat(posted).as("what came from outside").isEqualTo(normal(came));
    }

    private static BigDecimal credited(List<JsonNode> entries, Till till) {
        String unit = till.read().path("currencySymbol").asText();
        return byAccount(entries).getOrDefault(unit + " credited", BigDecimal.ZERO);
    }

    /** By asset and bucket, without what has come to nothing. */
    private static Map<String, BigDecimal> byAccount(List<JsonNode> entries) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (JsonNode entry : entries) {
            entry.path("postings").forEach(posting -> add(sums, posting, posting.path("amount")));
        }
        return normal(sums);
    }

    private static Map<String, BigDecimal> byAsset(List<JsonNode> entries) {
        return byAsset(byAccount(entries));
    }

    private static Map<String, BigDecimal> byAsset(Map<String, BigDecimal> accounts) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        accounts.forEach(
                (account, amount) -> sums.merge(assetOf(account), amount, LedgerCheck::sum));
        return sums;
    }

    private static String assetOf(String account) {
        return account.substring(0, account.indexOf(' '));
    }

    private static void assertNothing(String what, Map<String, BigDecimal> sums) {
        Predicate<BigDecimal> nothing = sum -> sum.signum() == 0;
        assertThat(sums.values()).as("sum of %s in each asset: %s", what, sums).allMatch(nothing);
    }

    private static void add(Map<String, BigDecimal> sums, JsonNode account, JsonNode amount) {
        sums.merge(
                account.path("asset").asText() + " " + account.path("bucket").asText(),
                new BigDecimal(amount.asText()),
                LedgerCheck::sum);
    }

    private static BigDecimal sum(BigDecimal one, BigDecimal other) {
        return one.add(other);
    }

    /** So that equal sums are equal, however they are written. */
    private static Map<String, BigDecimal> normal(Map<String, BigDecimal> sums) {
        sums.values().removeIf(sum -> sum.signum() == 0);
        sums.replaceAll((account, sum) -> sum.stripTrailingZeros());
        return sums;
    }
}
