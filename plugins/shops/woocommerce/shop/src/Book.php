<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * What we have written on an order: how much was settled, what is to be given back, and which notes
 * were made, so that none is made twice.
 */
final class Book
{
    private const SETTLED = '_bluejay_settled';
    private const REFUND_DUE = '_bluejay_refund_due';
    private const NOTED = '_bluejay_noted';
    private const HELD = '_bluejay_held';
    private const ENDED = '_bluejay_ended';
    private const REFUND_PLAN = '_bluejay_refund_plan';

    /** @var \WC_Order */
    private $order;

    /** @param \WC_Order $order */
    public function __construct($order)
    {
        $this->order = $order;
    }

    public function settled(): Amount
    {
        return $this->amount(self::SETTLED);
    }

    public function settle(Amount $amount): void
    {
        $this->put(self::SETTLED, $amount->text());
    }

    public function refundDue(): Amount
    {
        return $this->amount(self::REFUND_DUE);
    }

    public function oweRefund(Amount $amount): void
    {
        $this->put(self::REFUND_DUE, $amount->text());
    }

    /** It is us who put the order on hold. */
    public function isHeld(): bool
    {
        return $this->order->get_meta(self::HELD) === 'yes';
    }

    public function hold(bool $held): void
    {
        $this->put(self::HELD, $held ? 'yes' : 'no');
    }

    /** It is us who cancelled the order, because nobody paid in time. */
    public function isEnded(): bool
    {
        return $this->order->get_meta(self::ENDED) === 'yes';
    }

    public function end(bool $ended): void
    {
        $this->put(self::ENDED, $ended ? 'yes' : 'no');
    }

    /** @return array<string, mixed> the refund that was begun last and not heard the end of */
    public function plannedRefund(): array
    {
        $plan = $this->order->get_meta(self::REFUND_PLAN);
        return is_array($plan) ? $plan : [];
    }

    /** @param array<string, mixed> $plan */
    public function planRefund(array $plan): void
    {
        $this->order->update_meta_data(self::REFUND_PLAN, $plan);
        $this->order->save();
    }

    /** A private note for the merchant; the same key is noted once. */
    public function note(string $key, string $text): void
    {
        $noted = array_filter(explode(' ', (string) $this->order->get_meta(self::NOTED)));
        if (in_array($key, $noted, true)) {
            return;
        }
        $noted[] = $key;
        $this->order->add_order_note($text);
        $this->put(self::NOTED, implode(' ', array_slice($noted, -100)));
    }

    /** All that the shop has booked as given back, by whichever way. */
    public function refunded(): Amount
    {
        $sum = Amount::zero();
        foreach ($this->order->get_refunds() as $refund) {
            $sum = $sum->plus(Orders::amount($refund->get_amount()));
        }
        return $sum;
    }

    private function amount(string $name): Amount
    {
        $text = (string) $this->order->get_meta($name);
        return Amount::of($text === '' ? '0' : $text);
    }

    /** Saved only when it changes: each save tells all of the shop's plugins and webhooks. */
    private function put(string $name, string $value): void
    {
        if ((string) $this->order->get_meta($name) !== $value) {
            $this->order->update_meta_data($name, $value);
            $this->order->save();
        }
    }
}
