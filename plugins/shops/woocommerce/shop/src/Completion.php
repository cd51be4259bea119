<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Tells WooCommerce that an order is paid, and makes sure that it has understood.
 */
final class Completion
{
    /**
     * payment_complete() says true and does nothing when the order's status is none it knows, such as a
     * status another plugin brought or a checkout draft; so that status is made known to it, and the result looked at.
     *
     * @param \WC_Order $order       read under its lock
     * @param string    $transaction the invoice that was paid
     * @return \WC_Order as it is afterwards
     * @throws Unreachable when the order is not paid all the same
     */
    public static function of($order, string $transaction)
    {
        if ($order->get_payment_method() !== Plugin::ID) {
            // Chosen otherwise meanwhile, and paid through us all the same: refunds must find their way back.
            $order->set_payment_method(Plugin::ID);
            $order->set_payment_method_title(Settings::get('title', 'Bluejay'));
        }
        $status = $order->get_status();
        $permit = static function (array $statuses) use ($status): array {
            return array_unique(array_merge($statuses, [$status]));
        };
        add_filter('woocommerce_valid_order_statuses_for_payment_complete', $permit);
        try {
            $done = $order->payment_complete($transaction);
        } finally {
            remove_filter('woocommerce_valid_order_statuses_for_payment_complete', $permit);
        }
        $after = Orders::fresh($order->get_id());
        if (!$done || $after === null || !Orders::isPaid($after)) {
            throw new Unreachable('WooCommerce did not take the payment of order ' . $order->get_id() . '.');
        }
        return $after;
    }
}
