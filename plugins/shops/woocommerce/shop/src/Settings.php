<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * What the merchant has set on the payment method's page, readable without loading WooCommerce's gateways.
 */
final class Settings
{
    public const OPTION = 'woocommerce_' . Plugin::ID . '_settings';

    public static function get(string $name, string $otherwise = ''): string
    {
        $settings = get_option(self::OPTION, []);
        return is_array($settings) && isset($settings[$name]) ? (string) $settings[$name] : $otherwise;
    }

    /** Which environment new payments are made in. */
    public static function environment(): string
    {
        return self::get('test_mode', 'no') === 'yes' ? Connection::SANDBOX : Connection::LIVE;
    }

    /** How long a payer has, in minutes. */
    public static function minutes(): int
    {
        return max(5, min(43200, (int) self::get('minutes', '30')));
    }

    /** @return string[] ids of the methods offered; empty for all that the Bluejay shop has */
    public static function methods(): array
    {
        preg_match_all('/[a-z][a-z0-9-]{1,31}/', strtolower(self::get('methods')), $found);
        return array_slice(array_values(array_unique($found[0])), 0, 50);
    }
}
