package org.bluejay.gateway.it;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Merchants other than the demo's. There is no way yet to sign up by HTTP, so they are written
 * where the gateway keeps them.
 */
final class Strangers {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHECKSUM_LENGTH = 6;

    private Strangers() {}

    /** A sandbox key that speaks for all shops of a merchant of whom nobody knew. */
    static String keyOfNewMerchant(Gateway gateway) {
        UUID merchant = UUID.randomUUID();
        String text = "bjk_sandbox_" + random();
        String key = text + checksum(text);
        try (Connection connection = gateway.database().connect()) {
            insert(
                    connection,
                    "insert into merchant (id, name, created_at) values (?, 'Stranger', now())",
                    merchant);
            insert(
                    connection,
                    "insert into api_key (id, merchant_id, environment, name, hash, hint, scopes,"
                        + " created_at) values (?, ?, 'sandbox', 'test', ?, 'bjk_sandbox_', '*',"
                        + " now())",
                    UUID.randomUUID(),
                    merchant,
                    sha256(key));
            return key;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insert(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 28);
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.insert(0, ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
