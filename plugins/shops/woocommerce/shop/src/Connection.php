<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * How to reach one environment of the gateway, and the secrets that its webhooks are signed with.
 *
 * There are two at most, live and sandbox; an order goes on with the one it began with.
 */
final class Connection
{
    public const LIVE = 'live';
    public const SANDBOX = 'sandbox';

    /** How long the secret before a rotation is still believed: as long as the gateway signs with it. */
    public const OVERLAP = 90000;

    /** @var array<string, mixed> */
    private $data;

    /** @param array<string, mixed> $data as option() gave it */
    public function __construct(array $data)
    {
        $this->data = $data + [
            'environment' => '', 'url' => '', 'key' => '', 'shop' => '', 'shopName' => '',
            'endpoint' => '', 'secrets' => [],
        ];
    }

    public static function find(string $environment): ?self
    {
        $data = get_option(self::optionName($environment));
        return is_array($data) && !empty($data['key']) ? new self($data) : null;
    }

    /** @return self[] */
    public static function all(): array
    {
        return array_values(array_filter([self::find(self::LIVE), self::find(self::SANDBOX)]));
    }

    public function save(): void
    {
        update_option(self::optionName($this->environment()), $this->data, false);
    }

    public function forget(): void
    {
        delete_option(self::optionName($this->environment()));
    }

    public static function optionName(string $environment): string
    {
        return 'bluejay_connection_' . ($environment === self::SANDBOX ? self::SANDBOX : self::LIVE);
    }

    public function environment(): string
    {
        return (string) $this->data['environment'];
    }

    public function isSandbox(): bool
    {
        return $this->environment() === self::SANDBOX;
    }

    public function url(): string
    {
        return (string) $this->data['url'];
    }

    public function key(): string
    {
        return (string) $this->data['key'];
    }

    public function shop(): string
    {
        return (string) $this->data['shop'];
    }

    public function shopName(): string
    {
        return (string) $this->data['shopName'];
    }

    /** The gateway's id of our webhook endpoint; empty when each invoice names our address itself. */
    public function endpoint(): string
    {
        return (string) $this->data['endpoint'];
    }

    /** @return string[] those that may sign at this time, newest first */
    public function secrets(int $now): array
    {
        $live = [];
        foreach ((array) $this->data['secrets'] as $secret) {
            if ($secret['until'] === null || $secret['until'] > $now) {
                $live[] = (string) $secret['secret'];
            }
        }
        return $live;
    }

    /** With a new secret; those before end after the overlap. */
    public function withSecret(string $secret, int $now): self
    {
        $secrets = [['secret' => $secret, 'until' => null]];
        foreach ((array) $this->data['secrets'] as $old) {
            $until = $old['until'] ?? $now + self::OVERLAP;
            if ($until > $now && count($secrets) < 5) {
                $secrets[] = ['secret' => $old['secret'], 'until' => $until];
            }
        }
        return new self(['secrets' => $secrets] + $this->data);
    }

    public function withEndpoint(string $endpoint): self
    {
        return new self(['endpoint' => $endpoint] + $this->data);
    }
}
