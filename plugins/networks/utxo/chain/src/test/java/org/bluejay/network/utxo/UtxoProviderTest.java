package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bluejay.connector.Environment;
import org.bluejay.connector.Money;
import org.bluejay.connector.network.NetworkException;
import org.bluejay.connector.network.PaymentInstruction.ShowCode;
import org.bluejay.connector.network.PaymentNetwork;
import org.bluejay.connector.network.PaymentRequest;
import org.bluejay.connector.tck.MemoryStore;
import org.bluejay.connector.tck.ScriptedHttp;
import org.bluejay.connector.tck.StoppedClock;
import org.bluejay.connector.tck.TckContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtxoProviderTest {

    private final UtxoProvider provider = Reader.provider(Coin.LITECOIN);
    private final MemoryStore common = new MemoryStore();

    private PaymentNetwork open(Environment environment, Map<String, String> answers) {
        return provider.open(
                provider.settings().settle(answers),
                new TckContext(
                        environment,
                        new StoppedClock(),
                        ScriptedHttp.silent(),
                        new MemoryStore(),
                        common,
                        TckContext.PUBLIC_URL));
    }

    private static PaymentRequest request(String reference, String amount) {
        return new PaymentRequest(
                reference,
                "litecoin",
                Money.of(amount, Coin.LITECOIN.unit()),
                "Order 4711",
                Map.of(),
                URI.create("https://pay.example.test/callbacks/c/t"),
                URI.create("https://shop.example.test/"),
                Instant.parse("2031-01-01T00:00:00Z"));
    }

    private static ShowCode code(PaymentNetwork network, String reference, String amount)
            throws NetworkException {
        return (ShowCode) network.requestPayment(request(reference, amount));
    }

    @Test
    void shows_the_bare_address_to_copy_and_a_payment_uri_to_scan() throws Exception {
        String zpub = TestAccount.publicKey("04b24746", 84, 2, 0);
        try (PaymentNetwork network =
                open(Environment.LIVE, Map.of("xpub", zpub, "label", "Tea & Söhne"))) {
            ShowCode code = code(network, "a", "1.50000000");

            String address = "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh";
            String uri = "litecoin:" + address + "?amount=1.5&label=Tea%20%26%20S%C3%B6hne";
            assertThat(code.handle().networkReference()).isEqualTo(address);
            assertThat(code.copyText()).isEqualTo(address);
            assertThat(code.qrText()).isEqualTo(uri);
            assertThat(code.walletLink()).contains(URI.create(uri));
        }
    }

    @Test
    void keeps_the_address_of_a_payment_whose_amount_was_quoted_anew() throws Exception {
        Map<String, String> answers = Map.of("xpub", TestAccount.publicKey("045f1cf6", 84, 1, 0));
        try (PaymentNetwork network = open(Environment.SANDBOX, answers)) {
            ShowCode first = code(network, "a", "1");
            ShowCode second = code(network, "a", "2");

            assertThat(second.copyText()).isEqualTo(first.copyText());
            assertThat(second.qrText()).endsWith("?amount=2");
        }
    }

    @Test
    void gives_no_address_twice_although_two_shops_have_one_account() throws Exception {
        Map<String, String> one = Map.of("xpub", TestAccount.publicKey("045f1cf6", 84, 1, 0));
        Map<String, String> other = Map.of("xpub", TestAccount.publicKey("0436f6e1", 84, 1, 0));
        Set<String> addresses = new HashSet<>();
        try (PaymentNetwork first = open(Environment.SANDBOX, one);
                PaymentNetwork second = open(Environment.SANDBOX, other)) {
            for (int i = 0; i < 5; i++) {
                addresses.add(code(first, "same-" + i, "1").copyText());
                addresses.add(code(second, "same-" + i, "1").copyText());
            }
            assertThat(addresses).hasSize(10);
            assertThat(first.health().detail()).contains("number 9");
        }
    }

    @Test
    void is_on_the_main_chain_when_live_and_never_in_the_sandbox() {
        String main = TestAccount.publicKey("0488b21e", 84, 2, 0);
        Map<String, String> answers = new HashMap<>(Map.of("xpub", main, "testChain", "regtest"));

        open(Environment.LIVE, answers).close();
        assertThatThrownBy(() -> open(Environment.SANDBOX, answers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("xpub");
        answers.put("xpub", TestAccount.publicKey("045f1cf6", 84, 1, 0));
        open(Environment.SANDBOX, answers).close();
        assertThatThrownBy(() -> open(Environment.LIVE, answers)).hasMessageContaining("xpub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0488ade4", "04b2430c", "049d7878", "019d9cfe", "04358394"})
    void refuses_every_private_key_in_the_form_already(String version) {
        String key = TestAccount.privateKey(version, 84, 2, 0);

        assertThat(provider.settings().validate(Map.of("xpub", key))).containsOnlyKeys("xpub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0488b21e", "04b24746", "049d7cb2", "019da462", "01b26ef6", "0436f6e1"})
    void takes_every_public_key_in_the_form(String version) {
        String key = TestAccount.publicKey(version, 84, 2, 0);

        assertThat(provider.settings().validate(Map.of("xpub", key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:secret@10.0.0.7:9332",
                "ftp://10.0.0.7",
                "10.0.0.7:9332",
                "http://10.0.0.7:9332/?x=1",
                "http://10.0.0.7 :9332"
            })
    void takes_no_node_address_with_a_login_or_anything_else_in_it(String address) {
        assertThat(provider.sourceSettings().validate(Reader.answers(address, "*:6")))
                .containsOnlyKeys("nodeUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.7:9332",
                "https://node.example.com/ltc/",
                "http://[::1]:9332"
            })
    void takes_the_address_of_a_node_next_door(String address) {
        assertThat(provider.sourceSettings().validate(Reader.answers(address, "*:6"))).isEmpty();
    }
}
