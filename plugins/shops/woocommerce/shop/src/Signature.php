<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Knows whether a webhook comes from our gateway and is fresh: Standard Webhooks, in plain PHP.
 */
final class Signature
{
    public const TOLERANCE = 300;

    /**
     * @param string[] $secrets  any of which may have signed; several while one is rotated
     * @param string   $id       header webhook-id
     * @param string   $time     header webhook-timestamp, Unix seconds
     * @param string   $header   header webhook-signature: one or more of "v1,<base64>"
     * @param string   $body     exactly the bytes that came
     * @throws BadSignature      saying what is wrong; never what would be right
     */
    public static function verify(
        array $secrets,
        string $id,
        string $time,
        string $header,
        string $body,
        int $now
    ): void {
        if ($id === '' || $time === '' || $header === '') {
            throw new BadSignature('a webhook- header is missing');
        }
        if (!preg_match('/^[0-9]{1,12}$/D', $time) || abs($now - (int) $time) > self::TOLERANCE) {
            throw new BadSignature('its time is more than five minutes from ours');
        }
        $good = false;
        foreach ($secrets as $secret) {
            $key = self::key($secret);
            if ($key === '') {
                continue;
            }
            $expected = base64_encode(hash_hmac('sha256', $id . '.' . $time . '.' . $body, $key, true));
            foreach (array_slice(explode(' ', $header), 0, 20) as $signature) {
                // No early end: how long it takes says nothing about which one fits.
                $good = hash_equals('v1,' . $expected, $signature) || $good;
            }
        }
        if (!$good) {
            throw new BadSignature('no signature fits a secret we have');
        }
    }

    /** An empty key would sign whatever an attacker likes, so a broken secret is no key at all. */
    private static function key(string $secret): string
    {
        $text = strncmp($secret, 'whsec_', 6) === 0 ? substr($secret, 6) : $secret;
        return (string) base64_decode($text, true);
    }
}
