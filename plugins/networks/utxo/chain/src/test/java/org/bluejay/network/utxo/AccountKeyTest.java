package org.bluejay.network.utxo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bluejay.network.utxo.Coin.Chain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountKeyTest {

    private static final String XPUB = "0488b21e";

    /** Of BIP 84 itself. */
    private static final String ZPUB =
            "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUk"
                    + "gDKf31mGDtKsAYz2oz2AGutZYs";

    @ParameterizedTest
    @CsvSource({
        "BITCOIN_MAIN,  0488b21e, 84, 0, 0, bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
        "BITCOIN_MAIN,  0488b21e, 84, 0, 1, bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
        "LITECOIN_MAIN, 0488b21e, 84, 2, 0, ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
        "LITECOIN_MAIN, 04b24746, 84, 2, 0, ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
        "LITECOIN_MAIN, 019da462, 84, 2, 0, ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
        "BITCOIN_TEST,  044a5262, 49, 1, 0, 2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2",
        "BITCOIN_TEST,  045f1cf6, 84, 1, 0, tb1q6rz28mcfaxtmd6v789l9rrlrusdprr9pqcpvkl",
        "BITCOIN_REGTEST, 043587cf, 84, 1, 0, bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk",
    })
    void gives_the_addresses_of_the_documents(
            Chain chain, String version, int purpose, int coin, int index, String address) {
        String key = TestAccount.publicKey(version, purpose, coin, 0);

        assertThat(AccountKey.read(key, chain).addressAt(index)).isEqualTo(address);
    }

    @Test
    void reads_the_key_that_bip_84_prints() {
        assertThat(AccountKey.read(ZPUB, Chain.BITCOIN_MAIN).addressAt(0))
                .isEqualTo("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu");
        assertThat(TestAccount.publicKey("04b24746", 84, 0, 0)).isEqualTo(ZPUB);
    }

    @Test
    void gives_a_wrapped_account_the_addresses_that_its_wallet_shows() {
        String key = TestAccount.publicKey("01b26ef6", 49, 2, 0);

        assertThat(AccountKey.read(key, Chain.LITECOIN_MAIN).addressAt(0)).startsWith("M");
    }

    @Test
    void knows_an_account_again_however_it_is_written() {
        AccountKey one = AccountKey.read(ZPUB, Chain.BITCOIN_MAIN);
        AccountKey other =
                AccountKey.read(TestAccount.publicKey(XPUB, 84, 0, 0), Chain.BITCOIN_MAIN);
        AccountKey another =
                AccountKey.read(TestAccount.publicKey(XPUB, 84, 0, 1), Chain.BITCOIN_MAIN);

        assertThat(one.fingerprint()).isEqualTo(other.fingerprint()).hasSize(32);
        assertThat(one.fingerprint()).isNotEqualTo(another.fingerprint());
    }

    @Test
    void refuses_a_private_key_and_says_what_to_do() {
        String key = TestAccount.privateKey("0488ade4", 84, 0, 0);

        assertThatThrownBy(() -> AccountKey.read(key, Chain.BITCOIN_MAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("private key")
                .hasMessageNotContaining(key.substring(20));
    }

    @Test
    void refuses_a_private_key_that_claims_to_be_public() {
        String key = TestAccount.privateKey(XPUB, 84, 0, 0);

        assertThatThrownBy(() -> AccountKey.read(key, Chain.BITCOIN_MAIN))
                .hasMessageContaining("private key");
    }

    @Test
    void refuses_a_key_of_the_other_kind_of_chain() {
        String main = TestAccount.publicKey(XPUB, 84, 2, 0);
        String test = TestAccount.publicKey("043587cf", 84, 1, 0);

        assertThatThrownBy(() -> AccountKey.read(main, Chain.LITECOIN_REGTEST))
                .hasMessageContaining("real money");
        assertThatThrownBy(() -> AccountKey.read(test, Chain.LITECOIN_MAIN))
                .hasMessageContaining("for test chains");
    }

    @Test
    void refuses_a_key_of_another_coin() {
        String key = TestAccount.publicKey("019da462", 84, 2, 0);

        assertThatThrownBy(() -> AccountKey.read(key, Chain.BITCOIN_MAIN))
                .hasMessageContaining("a key of Litecoin");
    }

    @Test
    void refuses_a_key_below_which_no_wallet_looks() {
        String root = TestAccount.publicKey(XPUB);
        String coinLevel = TestAccount.publicKey(XPUB, 84, 2);

        assertThatThrownBy(() -> AccountKey.read(root, Chain.LITECOIN_MAIN))
                .hasMessageContaining("not the key of an account");
        assertThatThrownBy(() -> AccountKey.read(coinLevel, Chain.LITECOIN_MAIN))
                .hasMessageContaining("not the key of an account");
    }

    @Test
    void refuses_a_key_with_one_wrong_letter_without_quoting_it() {
        String key = TestAccount.publicKey(XPUB, 84, 2, 0);
        String wrong =
                key.substring(0, 50) + (key.charAt(50) == 'x' ? 'y' : 'x') + key.substring(51);

        assertThatThrownBy(() -> AccountKey.read(wrong, Chain.LITECOIN_MAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mistake")
                .hasMessageNotContaining(wrong.substring(10, 40));
    }
}
