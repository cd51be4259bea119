package org.bluejay.connector.shop;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bluejay.connector.InboundCallback;

/**
 * Implemented by a {@link ShopConnectorProvider} whose platform hands out a key by itself: the
 * owner's browser is sent to the shop, the owner agrees there, and the shop posts the key to the
 * host. So nobody has to make a key by hand and copy it.
 *
 * <p>What the shop posts is mostly unsigned. The host gives a {@code state} that cannot be guessed,
 * takes it once and soon, and tries the key before it keeps it.
 */
public interface GrantsKeys {

    /** Where the owner's browser goes to agree. Pure: it asks nobody. */
    URI consentAt(KeyRequest request);

    /**
     * Reads what the shop posted. Pure, and throws nothing.
     *
     * @return empty when it is no grant, or one that would not do
     */
    Optional<KeyGrant> readGrant(InboundCallback posted);

    /**
     * Whether the owner's browser came back with a no. Pure, and throws nothing. Nobody vouches for
     * it: the host ends the request by it and does nothing else.
     *
     * @param query what the platform added to the address, decoded; of a doubled name the first
     */
    default boolean isRefusal(Map<String, String> query) {
        return false;
    }

    /**
     * What the host asks a shop's owner for.
     *
     * @param shop the shop's address, as the answer to the setting that asks for it
     * @param state comes back with the key: 20 to 64 letters, digits and dashes
     * @param callback where the shop posts the key; https
     * @param back where the browser goes afterwards
     */
    record KeyRequest(URI shop, String state, URI callback, URI back) {
        public KeyRequest {
            Objects.requireNonNull(shop, "shop");
            Objects.requireNonNull(callback, "callback");
            Objects.requireNonNull(back, "back");
            if (!state.matches("[A-Za-z0-9-]{20,64}")) {
                throw new IllegalArgumentException(
                        "a state has 20 to 64 letters, digits and dashes");
            }
        }
    }

    /**
     * A key that the shop gave away. Prints no answer.
     *
     * @param state as it was given; whether it is one of the host's is for the host to say
     * @param answers to {@link ShopConnectorProvider#settings()}, by name
     */
    record KeyGrant(String state, Map<String, String> answers) {
        public KeyGrant {
            Objects.requireNonNull(state, "state");
            answers = Map.copyOf(answers);
        }

        @Override
        public String toString() {
            return "KeyGrant" + answers.keySet().stream().sorted().toList();
        }
    }
}
