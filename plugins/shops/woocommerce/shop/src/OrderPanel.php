<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * What the merchant sees of Bluejay beside an order: its invoices, and money that is to be given back.
 */
final class OrderPanel
{
    /** @param \WC_Order $order */
    public static function show($order): void
    {
        $attempts = Attempts::of($order);
        if ($attempts->isEmpty()) {
            return;
        }
        echo '<h3>Bluejay</h3>';
        $due = (new Book($order))->refundDue();
        if (!$due->isZero()) {
            $money = $due->text() . ' ' . $order->get_currency();
            /* translators: %s: an amount with its currency */
            echo '<p><strong>' . esc_html(sprintf(__('Refund due: %s', 'bluejay-for-woocommerce'), $money)) . '</strong></p>';
        }
        echo '<ul>';
        foreach ($attempts->all() as $attempt) {
            $request = $attempt->request();
            $line = $attempt->number() . '. ' . $request['currencyAmount'] . ' ' . $request['currencySymbol'] . ' '
                . $attempt->invoice();
            $line .= $attempt->environment() === Connection::SANDBOX ? ' (' . __('test', 'bluejay-for-woocommerce') . ')' : '';
            echo '<li>' . esc_html($line) . '</li>';
        }
        echo '</ul>';
    }
}
