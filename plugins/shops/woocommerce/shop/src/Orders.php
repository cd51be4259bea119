<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Orders as they are in the database now, not as this process remembers them.
 */
final class Orders
{
    /** @return \WC_Order|null null when there is no such order */
    public static function fresh(int $id)
    {
        clean_post_cache($id);
        $cache = 'Automattic\WooCommerce\Caches\OrderCache';
        if (class_exists($cache) && function_exists('wc_get_container')) {
            wc_get_container()->get($cache)->remove($id);
        }
        // Answers nothing where orders are kept as posts; where they have tables of their own, rows are kept twice.
        \WC_Data_Store::load('order')->clear_cached_data([$id]);
        $prefix = \WC_Cache_Helper::get_cache_prefix('orders');
        foreach (['order-items-' . $id, $prefix . 'refunds' . $id, $prefix . 'total_refunded' . $id] as $key) {
            wp_cache_delete($key, 'orders');
        }
        $order = wc_get_order($id);
        if (!$order instanceof \WC_Order) {
            return null;
        }
        $order->read_meta_data(true);
        return $order;
    }

    /** @param \WC_Order $order */
    public static function total($order): Amount
    {
        return self::amount($order->get_total());
    }

    /**
     * WooCommerce reckons in floats; to the shop's decimals they are exact again.
     *
     * @param string|float|int $value
     */
    public static function amount($value): Amount
    {
        return Amount::of(wc_format_decimal($value, wc_get_price_decimals()));
    }

    /**
     * Money has been booked on it, by whomever.
     *
     * @param \WC_Order $order
     */
    public static function isPaid($order): bool
    {
        return $order->get_date_paid() !== null || $order->is_paid();
    }

    /** Tells this shop from others on the same Bluejay shop, and from a copy of it elsewhere. */
    public static function site(): string
    {
        return substr(md5(preg_replace('~^https?://(www\.)?~', '', untrailingslashit(home_url()))), 0, 12);
    }
}
