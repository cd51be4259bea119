<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * One at a time for one order, over all PHP processes of the shop: a lock held by the database.
 *
 * The database gives it back by itself when a process dies, which no row or transient would do.
 */
final class OrderLock
{
    private const SECONDS = 5;

    /**
     * @template T
     * @param callable(): T $work
     * @return T
     * @throws Busy when another holds it for too long
     */
    public static function hold(int $orderId, callable $work)
    {
        global $wpdb;
        $name = self::name($orderId);
        $got = $wpdb->get_var($wpdb->prepare('SELECT GET_LOCK(%s, %d)', $name, self::SECONDS));
        if ((string) $got !== '1') {
            throw new Busy("Order $orderId is being worked on.");
        }
        try {
            return $work();
        } finally {
            $wpdb->get_var($wpdb->prepare('SELECT RELEASE_LOCK(%s)', $name));
        }
    }

    /**
     * A database that hears nothing for a while may hang up, and WordPress connects again without a word; the
     * lock is gone then. So it is looked at after every wait for the gateway, before anything is written.
     *
     * @throws Busy when it is no longer held
     */
    public static function mustStillBeHeld(int $orderId): void
    {
        global $wpdb;
        $ours = $wpdb->get_var($wpdb->prepare('SELECT IS_USED_LOCK(%s) = CONNECTION_ID()', self::name($orderId)));
        if ((string) $ours !== '1') {
            throw new Busy("The lock of order $orderId was lost while the gateway was asked.");
        }
    }

    /** Lock names belong to the whole database server: shops on one server must not share them. */
    private static function name(int $orderId): string
    {
        global $wpdb;
        return 'bluejay_' . md5(DB_NAME . '|' . $wpdb->prefix) . '_' . $orderId;
    }
}
