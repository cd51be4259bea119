<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Which of the shop's order states stands for what happens to a payment, as the merchant has set it.
 */
final class StatusMap
{
    /** Empty: the one WooCommerce chooses itself, processing or completed. */
    public static function paid(): string
    {
        return self::setting('status_paid', '');
    }

    /** Empty: the order is left alone until the payment is confirmed. */
    public static function unconfirmed(): string
    {
        return self::setting('status_unconfirmed', 'on-hold');
    }

    /** Empty: the order is left alone. */
    public static function expired(): string
    {
        return self::setting('status_expired', 'cancelled');
    }

    private static function setting(string $name, string $otherwise): string
    {
        return (string) Settings::get($name, $otherwise);
    }
}
