<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Connects the shop: an address and a key are all it asks for, and both are tried before they are kept.
 */
final class Connecting
{
    private const SECRET = '~^whsec_[A-Za-z0-9+/]{20,}={0,2}$~D';

    /**
     * @param string $shop   id of a shop; empty when the key sees one only
     * @param string $secret the Bluejay shop's webhook secret, for keys that may not register an endpoint; or empty
     * @throws \InvalidArgumentException|Unreachable|ApiProblem with a message for the merchant; nothing is kept then
     */
    public static function connect(string $url, string $key, string $shop, string $secret): Connection
    {
        $url = self::address($url);
        if ($key === '') {
            throw new \InvalidArgumentException(__('Enter the API key. Bluejay shows it once, when it is made.', 'bluejay-for-woocommerce'));
        }
        $api = new Api($url, $key);
        $found = self::shop($api, $shop);
        $environment = (string) ($found['environment'] ?? '');
        $connection = new Connection([
            'environment' => $environment === Connection::SANDBOX ? Connection::SANDBOX : Connection::LIVE,
            'url' => $url,
            'key' => $key,
            'shop' => (string) ($found['id'] ?? ''),
            'shopName' => (string) ($found['name'] ?? ''),
        ]);
        $connection = $secret === ''
            ? self::withEndpoint($api, $connection)
            : $connection->withSecret(self::secret($secret), time());
        $before = Connection::find($connection->environment());
        $connection->save();
        if ($before !== null) {
            self::removeEndpoint($before);
        }
        return $connection;
    }

    public static function disconnect(Connection $connection): void
    {
        self::removeEndpoint($connection);
        $connection->forget();
    }

    /** A new secret; webhooks signed with the one before are believed for as long as the gateway makes any. */
    public static function rotate(Connection $connection): void
    {
        $answer = Api::to($connection)->rotateSecret($connection->endpoint());
        $connection->withSecret(self::answered($answer), time())->save();
    }

    private static function address(string $url): string
    {
        $url = rtrim(trim($url), '/');
        $parts = wp_parse_url($url);
        $host = is_array($parts) ? ($parts['host'] ?? '') : '';
        $local = in_array($host, ['localhost', '127.0.0.1', '[::1]'], true);
        $scheme = is_array($parts) ? ($parts['scheme'] ?? '') : '';
        if (is_array($parts) && array_intersect_key($parts, array_flip(['user', 'pass', 'query', 'fragment'])) !== []) {
            throw new \InvalidArgumentException(__('Enter the address of your gateway alone, without a user, a password or a query.', 'bluejay-for-woocommerce'));
        }
        if ($host === '' || !($scheme === 'https' || ($scheme === 'http' && $local))) {
            throw new \InvalidArgumentException(__('Enter the address of your gateway, such as https://pay.example.com.', 'bluejay-for-woocommerce'));
        }
        return $url;
    }

    private static function secret(string $secret): string
    {
        if (!preg_match(self::SECRET, $secret)) {
            throw new \InvalidArgumentException(__('The webhook secret begins with whsec_. Copy all of it.', 'bluejay-for-woocommerce'));
        }
        return $secret;
    }

    /**
     * Without its secret no webhook could be believed, and nobody would hear why.
     *
     * @param array<string, mixed> $endpoint
     */
    private static function answered(array $endpoint): string
    {
        $secret = $endpoint['secret'] ?? '';
        if (!is_string($secret) || !preg_match(self::SECRET, $secret)) {
            throw new Unreachable('The gateway answered without a webhook secret.');
        }
        return $secret;
    }

    /** @return array<string, mixed> */
    private static function shop(Api $api, string $id): array
    {
        if ($id !== '') {
            return $api->shop($id);
        }
        $shops = $api->shops();
        if ($shops === []) {
            throw new \InvalidArgumentException(__('This key sees no shop. Make one in Bluejay first.', 'bluejay-for-woocommerce'));
        }
        if (count($shops) > 1) {
            throw new \InvalidArgumentException(__('This key sees several shops. Enter the id of the one to use, or a key of that shop alone.', 'bluejay-for-woocommerce'));
        }
        return $shops[0];
    }

    private static function withEndpoint(Api $api, Connection $connection): Connection
    {
        $endpoint = $api->createEndpoint($connection->shop(), WebhookDoor::url(), 'WooCommerce ' . home_url());
        return $connection
            ->withEndpoint((string) ($endpoint['id'] ?? ''))
            ->withSecret(self::answered($endpoint), time());
    }

    private static function removeEndpoint(Connection $connection): void
    {
        if ($connection->endpoint() === '') {
            return;
        }
        try {
            Api::to($connection)->removeEndpoint($connection->endpoint());
        } catch (Unreachable | ApiProblem $failure) {
            // It is only untidy there: what it sends is not believed here any more.
            do_action('bluejay_endpoint_left', $connection->endpoint(), $failure->getMessage());
        }
    }
}
