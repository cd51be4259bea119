package org.bluejay.connector.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bluejay.connector.InboundCallback;
import org.bluejay.connector.Setting;
import org.bluejay.connector.shop.GrantsKeys;
import org.bluejay.connector.shop.GrantsKeys.KeyGrant;
import org.bluejay.connector.shop.GrantsKeys.KeyRequest;

/** A key that a shop hands out is asked for at that shop, and handed on as it came. */
final class ShopGrantPromises {

    private static final String STATE = "Zb3kQ7mT0xWc5RvN1yHs8LdPf2GjUeA9oKiC6tXqBnM";
    private static final String ANOTHER = "a-state-of-20-letters-and-more-of-them";
    private static final URI CALLBACK =
            URI.create("https://pay.example.com/hooks/shop/grants/p4VtK9sXo2LqZ7wRj1Nc5B");
    private static final URI BACK =
            URI.create("https://pay.example.com/grants/p4VtK9sXo2LqZ7wRj1Nc5B");

    private ShopGrantPromises() {}

    static List<ShopPromise> all() {
        return List.of(
                new ShopPromise(
                        "has one setting for the shop's address", ShopGrantPromises::address),
                new ShopPromise(
                        "sends the owner to that address with all that is to come back",
                        ShopGrantPromises::consent),
                new ShopPromise(
                        "hands on whatever state was posted", ShopGrantPromises::foreignState),
                new ShopPromise("brings all of the key", ShopGrantPromises::wholeKey),
                new ShopPromise(
                        "takes no nonsense for a grant, without throwing",
                        ShopGrantPromises::nonsense),
                new ShopPromise("says no granted key aloud", ShopGrantPromises::silent));
    }

    private static GrantsKeys grantor(ShopRig rig) {
        return (GrantsKeys) rig.provider();
    }

    private static KeyGrant granted(ShopRig rig, String state) {
        return grantor(rig)
                .readGrant(rig.fixture().granted(state))
                .orElseThrow(() -> new AssertionError("the shop's own grant is one"));
    }

    private static List<Setting> addresses(ShopRig rig) {
        return rig.provider().settings().settings().stream()
                .filter(setting -> setting.fixed() && setting.type() == Setting.Type.URL)
                .toList();
    }

    private static void address(ShopRig rig) {
        assertThat(addresses(rig))
                .as("settings that are fixed and URL, one of which the host asks at")
                .hasSize(1)
                .allMatch(Setting::required, "is required");
    }

    private static void consent(ShopRig rig) {
        URI shop = URI.create(rig.fixture().settings().get(addresses(rig).get(0).name()));
        KeyRequest request = new KeyRequest(shop, STATE, CALLBACK, BACK);
        URI consent = grantor(rig).consentAt(request);
        assertThat(consent.getScheme()).isEqualTo(shop.getScheme());
        assertThat(consent.getRawAuthority()).isEqualTo(shop.getRawAuthority());
        assertThat(URLDecoder.decode(consent.toString(), StandardCharsets.UTF_8))
                .contains(STATE, CALLBACK.toString(), BACK.toString());
        assertThat(grantor(rig).consentAt(request)).isEqualTo(consent);
    }

    /** Whether it is one of the host's is for the host to say. */
    private static void foreignState(ShopRig rig) {
        granted(rig, STATE);
        assertThat(granted(rig, ANOTHER).state()).isEqualTo(ANOTHER);
        assertThat(granted(rig, STATE).state()).isEqualTo(STATE);
    }

    private static void wholeKey(ShopRig rig) {
        Map<String, String> granted = granted(rig, STATE).answers();
        assertThat(granted.keySet())
                .as("names of granted answers")
                .containsAll(names(rig, s -> s.required() && s.type() == Setting.Type.SECRET))
                .doesNotContainAnyElementsOf(names(rig, Setting::fixed));
        Map<String, String> answers = new HashMap<>(rig.fixture().settings());
        answers.putAll(granted);
        assertThat(rig.provider().settings().validate(answers)).isEmpty();
    }

    private static Set<String> names(ShopRig rig, Predicate<Setting> which) {
        return rig.provider().settings().settings().stream()
                .filter(which)
                .map(Setting::name)
                .collect(Collectors.toSet());
    }

    private static void nonsense(ShopRig rig) {
        InboundCallback sent = rig.fixture().granted(STATE);
        for (String body :
                List.of(
                        "",
                        "{}",
                        "[]",
                        "null",
                        "42",
                        "{",
                        "&=%zz",
                        "<html></html>",
                        "\0",
                        "[".repeat(16_000))) {
            assertThat(
                            grantor(rig)
                                    .readGrant(
                                            UnknownFields.with(
                                                    sent, body.getBytes(StandardCharsets.UTF_8)))
                                    .isPresent())
                    .as("a grant in nonsense")
                    .isFalse();
        }
        for (Map<String, String> query :
                List.of(Map.<String, String>of(), Map.of("", ""), Map.of("lang", "ar"))) {
            assertThat(grantor(rig).isRefusal(query)).as("a refusal in %s", query).isFalse();
        }
    }

    private static void silent(ShopRig rig) {
        InboundCallback sent = rig.fixture().granted(STATE);
        try (Eavesdropper ear = new Eavesdropper()) {
            ear.hear(rig.provider());
            KeyGrant grant = granted(rig, STATE);
            ear.hear(grant);
            ear.hear(sent);
            String half = sent.text().substring(0, sent.text().length() / 2);
            ear.hear(
                    grantor(rig)
                            .readGrant(
                                    UnknownFields.with(
                                            sent, half.getBytes(StandardCharsets.UTF_8))));
            ear.hear(rig.provider());
            for (String secret : grant.answers().values()) {
                // The message must not say it either: it ends in a build's log.
                assertThat(ear.heard().stream().filter(said -> said.contains(secret)).count())
                        .as("texts and log records that give away a granted key")
                        .isZero();
            }
        }
    }
}
