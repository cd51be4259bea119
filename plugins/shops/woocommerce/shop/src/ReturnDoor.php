<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Where a payer comes back to. Often sooner than the webhook, so it looks for itself; what it finds is settled
 * by the same {@see Reconciler}.
 */
final class ReturnDoor
{
    public const NAME = 'bluejay_return';

    /** @param \WC_Order $order */
    public static function url($order): string
    {
        return add_query_arg(
            ['wc-api' => self::NAME, 'order' => $order->get_id(), 'key' => $order->get_order_key()],
            home_url('/')
        );
    }

    public static function handle(): void
    {
        // The order's own key is the permission: a payer may have no account, and comes from another site.
        // phpcs:ignore WordPress.Security.NonceVerification
        $key = isset($_GET['key']) ? sanitize_text_field(wp_unslash($_GET['key'])) : '';
        // phpcs:ignore WordPress.Security.NonceVerification
        $id = isset($_GET['order']) ? absint(wp_unslash($_GET['order'])) : 0;
        $order = wc_get_order($id);
        if (!$order instanceof \WC_Order || $key === '' || !hash_equals($order->get_order_key(), $key)) {
            wp_die(esc_html__('There is no such order.', 'bluejay-for-woocommerce'), '', ['response' => 404]);
        }
        wp_safe_redirect(self::next($id));
        exit;
    }

    /** Where the payer goes from here, after the order has been brought up to date as far as possible. */
    public static function next(int $orderId): string
    {
        try {
            Reconciler::reconcile($orderId, Reconciler::PAYER);
        } catch (Busy | Unreachable | ApiProblem $failure) {
            // The payer has done all they could; webhook and look-up go on.
            wc_get_logger()->info(
                'return before news order=' . $orderId . ' reason=' . $failure->getMessage(),
                ['source' => Plugin::ID]
            );
            return wc_get_order($orderId)->get_checkout_order_received_url();
        }
        $order = Orders::fresh($orderId);
        if ($order->needs_payment()) {
            wc_add_notice(__('This order is not paid yet.', 'bluejay-for-woocommerce'), 'notice');
            return $order->get_checkout_payment_url();
        }
        return $order->get_checkout_order_received_url();
    }
}
