<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Refunds, in both directions, each once: begun in the shop and carried out by the gateway, or begun in the
 * gateway and booked in the shop.
 */
final class Refunds
{
    /** @var bool */
    private static $booking = false;

    /**
     * WooCommerce has saved the refund already, and deletes it again when this is no success.
     *
     * @return true|\WP_Error
     */
    public static function pay(int $orderId, Amount $amount)
    {
        try {
            OrderLock::hold($orderId, static function () use ($orderId, $amount): void {
                self::payLocked($orderId, $amount);
            });
            return true;
        } catch (ApiProblem $problem) {
            return new \WP_Error('bluejay_refused', self::explain($problem));
        } catch (Busy | Unreachable $failure) {
            /* translators: %s: what went wrong */
            return new \WP_Error('bluejay_unknown', sprintf(__('Bluejay could not be reached, so it is not known whether the refund was made. Try the same refund again: it is never made twice. (%s)', 'bluejay-for-woocommerce'), $failure->getMessage()));
        }
    }

    /**
     * Books what the gateway gave back. Stock stays as it is: whoever takes goods back says so in the shop.
     *
     * @param \WC_Order $order
     */
    public static function book($order, Amount $amount): void
    {
        $amount = $amount->smaller(Orders::amount($order->get_remaining_refund_amount()));
        if ($amount->isZero()) {
            return;
        }
        self::$booking = true;
        try {
            $refund = wc_create_refund([
                'order_id' => $order->get_id(),
                'amount' => $amount->text(),
                'reason' => __('Refunded in Bluejay', 'bluejay-for-woocommerce'),
                'refund_payment' => false,
                'restock_items' => false,
            ]);
        } finally {
            self::$booking = false;
        }
        if (is_wp_error($refund)) {
            throw new Unreachable('WooCommerce did not book a refund: ' . $refund->get_error_message());
        }
    }

    /** A refund that was only written down in the shop moves no money; whoever did it should know. */
    public static function noteManual(int $orderId, int $refundId): void
    {
        $order = self::$booking ? null : Orders::fresh($orderId);
        $refund = wc_get_order($refundId);
        if ($order === null || !$refund || Attempts::of($order)->isEmpty() || $refund->get_refunded_payment()) {
            return;
        }
        $amount = Orders::amount($refund->get_amount());
        /* translators: %s: an amount with its currency */
        $order->add_order_note(sprintf(__('%s was booked as refunded in the shop only. Send the money yourself, and record it in Bluejay\'s dashboard: it will not be booked here a second time.', 'bluejay-for-woocommerce'), $amount->text() . ' ' . $order->get_currency()));
    }

    private static function payLocked(int $orderId, Amount $amount): void
    {
        $order = Orders::fresh($orderId);
        if ($order === null) {
            throw new ApiProblem(404, 'not-found', __('There is no such order.', 'bluejay-for-woocommerce'));
        }
        $attempts = Attempts::of($order);
        $standing = Standing::read($attempts, $order->get_currency());
        OrderLock::mustStillBeHeld($orderId);
        $book = new Book($order);
        // What the shop has refunded so far names this refund: the same one tried again has the same name.
        $name = $book->refunded()->text() . '-' . $amount->text();
        foreach (self::planned($book, $name, $standing, $amount) as $number => $part) {
            $attempt = self::attempt($attempts, $number);
            $key = implode('-', ['wc', Orders::site(), $orderId, 'refund', $name, $number]);
            Standing::api($attempt)->refund($attempt->invoice(), $part, $key);
        }
        $book->planRefund([]);
        /* translators: %s: an amount with its currency */
        $order->add_order_note(sprintf(__('Refund of %s given to Bluejay, which tells there how far it is.', 'bluejay-for-woocommerce'), $amount->text() . ' ' . $order->get_currency()));
    }

    /**
     * Which invoices a refund is drawn on is written down before the first is asked: after half of it got lost,
     * the same halves are sent again, whatever the gateway says by then of what is left on each.
     *
     * @return Amount[] by attempt number
     */
    private static function planned(Book $book, string $name, Standing $standing, Amount $amount): array
    {
        $plan = $book->plannedRefund();
        if (($plan['name'] ?? '') !== $name) {
            $parts = array_map(static function (Amount $part): string {
                return $part->text();
            }, self::split($standing, $amount));
            $plan = ['name' => $name, 'parts' => $parts];
            $book->planRefund($plan);
        }
        return array_map([Amount::class, 'of'], $plan['parts']);
    }

    /** @return Amount[] by attempt number, newest first: what was paid last goes back first */
    private static function split(Standing $standing, Amount $amount): array
    {
        $parts = [];
        $rest = $amount;
        foreach (array_reverse($standing->invoices(), true) as $number => $invoice) {
            $left = $invoice->paid()->over($invoice->refunded());
            $part = $standing->isTest($number) ? Amount::zero() : $rest->smaller($left);
            if (!$part->isZero()) {
                $parts[$number] = $part;
                $rest = $rest->over($part);
            }
        }
        if (!$rest->isZero()) {
            $left = $amount->over($rest)->text();
            /* translators: %s: an amount */
            throw new ApiProblem(409, 'too-much', sprintf(__('No more than %s can be refunded through Bluejay.', 'bluejay-for-woocommerce'), $left));
        }
        return $parts;
    }

    private static function attempt(Attempts $attempts, int $number): Attempt
    {
        foreach ($attempts->all() as $attempt) {
            if ($attempt->number() === $number) {
                return $attempt;
            }
        }
        throw new \LogicException("no attempt $number");
    }

    private static function explain(ApiProblem $problem): string
    {
        if (in_array($problem->status(), [404, 405], true)) {
            return __('This Bluejay gateway cannot send refunds itself. Send the money yourself, then use "Refund manually" here.', 'bluejay-for-woocommerce');
        }
        /* translators: %s: the gateway's reason */
        return sprintf(__('Bluejay refused the refund: %s', 'bluejay-for-woocommerce'), $problem->getMessage());
    }
}
