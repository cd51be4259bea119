<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Looks after orders whose webhook may never come, with WooCommerce's own Action Scheduler.
 *
 * Each order has its own chain of looks, wide apart in the end; the next look is planned before this one
 * begins, so that no failure breaks the chain.
 */
final class Poll
{
    public const LOOK = 'bluejay_look';
    public const CLOSE = 'bluejay_close';
    public const GROUP = 'bluejay';

    /** Seconds from one look to the next; the last one goes on. */
    private const STEPS = [120, 180, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400];

    /** Late money is looked for this long after the last invoice ended. */
    private const PATIENCE = 1209600;

    public static function begin(int $orderId): void
    {
        self::plan($orderId, 0);
    }

    public static function look(int $orderId, int $step): void
    {
        $order = Orders::fresh($orderId);
        if ($order === null) {
            return;
        }
        $expires = Attempts::of($order)->expires();
        if (time() < $expires + (Orders::isPaid($order) ? 0 : self::PATIENCE)) {
            self::plan($orderId, $step + 1);
        }
        try {
            Reconciler::reconcile($orderId, Reconciler::LOOK);
        } catch (Busy $busy) {
            wc_get_logger()->debug('look skipped order=' . $orderId, ['source' => Plugin::ID]);
        } catch (Unreachable | ApiProblem $failure) {
            wc_get_logger()->warning(
                'look failed order=' . $orderId . ' reason=' . $failure->getMessage(),
                ['source' => Plugin::ID]
            );
        }
    }

    /** The order was cancelled in the shop: nobody should pay it any more. */
    public static function planClose(int $orderId): void
    {
        $order = wc_get_order($orderId);
        if ($order instanceof \WC_Order && !Attempts::of($order)->isEmpty() && !(new Book($order))->isEnded()) {
            as_schedule_single_action(time(), self::CLOSE, [$orderId], self::GROUP);
        }
    }

    public static function close(int $orderId): void
    {
        try {
            Checkout::close($orderId);
        } catch (Busy | Unreachable | ApiProblem $failure) {
            wc_get_logger()->warning(
                'invoice not closed order=' . $orderId . ' reason=' . $failure->getMessage(),
                ['source' => Plugin::ID]
            );
        }
    }

    private static function plan(int $orderId, int $step): void
    {
        $seconds = self::STEPS[min($step, count(self::STEPS) - 1)];
        $arguments = [$orderId, $step];
        if (as_next_scheduled_action(self::LOOK, $arguments, self::GROUP) === false) {
            as_schedule_single_action(time() + $seconds, self::LOOK, $arguments, self::GROUP);
        }
    }
}
