<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * The one place where a payment changes an order.
 *
 * Webhook, return page, look-up and refund all come here. Nothing is taken from what they say: under the
 * order's lock the order and all its invoices are read anew, and only the difference is acted on. So twice is
 * once, the sequence does not matter, and an old attempt cannot undo a newer one.
 */
final class Reconciler
{
    public const WEBHOOK = 'webhook';
    public const PAYER = 'payer';
    public const LOOK = 'look';
    public const ADMIN = 'admin';

    /** @var string */
    private $source;

    /** @var \WC_Order */
    private $order;

    /** @var Book */
    private $book;

    /** @var Standing */
    private $standing;

    /** @param \WC_Order $order read under its lock */
    private function __construct($order, string $source, Standing $standing)
    {
        $this->order = $order;
        $this->source = $source;
        $this->standing = $standing;
        $this->book = new Book($order);
    }

    /**
     * @param string $invoice an invoice that should be among the order's; empty when none is known
     * @return bool whether the order has (or now has) that invoice, or any when none was named
     * @throws Busy|Unreachable|ApiProblem when it should be tried again later; nothing is half done
     */
    public static function reconcile(int $orderId, string $source, string $invoice = ''): bool
    {
        return OrderLock::hold($orderId, static function () use ($orderId, $source, $invoice): bool {
            return self::locked($orderId, $source, $invoice);
        });
    }

    /** For callers that hold the lock already. */
    public static function locked(int $orderId, string $source, string $invoice = ''): bool
    {
        $order = Orders::fresh($orderId);
        if ($order === null) {
            return false;
        }
        $attempts = Attempts::of($order);
        if ($invoice !== '' && $attempts->ofInvoice($invoice) === null) {
            $attempts = self::adopt($order, $attempts, $invoice);
        }
        if ($attempts->isEmpty() || ($invoice !== '' && $attempts->ofInvoice($invoice) === null)) {
            return false;
        }
        $standing = Standing::read($attempts, $order->get_currency());
        OrderLock::mustStillBeHeld($orderId);
        (new self($order, $source, $standing))->act();
        return true;
    }

    /**
     * An invoice may have been made while its answer got lost. It is ours when it says so itself and an attempt
     * of that number still waits.
     *
     * @param \WC_Order $order
     */
    private static function adopt($order, Attempts $attempts, string $id): Attempts
    {
        foreach ($attempts->all() as $attempt) {
            if ($attempt->invoice() !== '') {
                continue;
            }
            $invoice = Standing::api($attempt)->invoice($id);
            if (
                $invoice->metadata('site') === Orders::site()
                && $invoice->metadata('order') === (string) $order->get_id()
                && $invoice->metadata('attempt') === (string) $attempt->number()
            ) {
                $attempts = $attempts->with($attempt->withInvoice($invoice));
                $attempts->saveTo($order);
                return $attempts;
            }
        }
        return $attempts;
    }

    private function act(): void
    {
        $settled = $this->standing->settled();
        $kept = $settled->over($this->standing->refunded());
        $this->noteReversal($settled);
        $this->noteOtherCurrencies();
        $this->noteTests();
        if (Orders::isPaid($this->order)) {
            $this->whenPaid($settled);
        } elseif ($this->wasEndedByOthers()) {
            $this->whenEndedByOthers($settled);
        } elseif (!$settled->isZero() && $kept->compare(Orders::total($this->order)) >= 0) {
            $this->complete($settled);
        } elseif (!$settled->isZero()) {
            $this->whenPartlyPaid($settled, $kept);
        } elseif ($this->standing->isMoving()) {
            $this->hold();
            $this->book->note('seen', __('A payment was seen and is not confirmed yet. Do not ship.', 'bluejay-for-woocommerce'));
        } elseif ($this->standing->hasEnded()) {
            $this->expire();
        }
    }

    /** An order that has been paid stays so, whatever its other attempts do. */
    private function whenPaid(Amount $settled): void
    {
        $first = !$this->isPaidThroughUs();
        if ($first && $this->order->get_payment_method() !== Plugin::ID) {
            $this->oweRefund($settled);
            return;
        }
        if ($settled->isZero()) {
            if ($first) {
                $this->book->note('by-hand', __('This order was marked as paid in the shop, but Bluejay has received no money for it.', 'bluejay-for-woocommerce'));
            }
            return;
        }
        if ($first) {
            $this->order->set_transaction_id($this->standing->paidInvoice());
            $this->order->save();
            /* translators: %s: an amount with its currency */
            $this->book->note('by-hand-paid', sprintf(__('Bluejay received %s for this order, which had been marked as paid by hand.', 'bluejay-for-woocommerce'), $this->money($settled)));
        }
        $this->book->settle($settled);
        $this->bookRefunds($settled);
    }

    /** Somebody cancelled, refunded or deleted it: money that comes now must go back, or a human decides. */
    private function whenEndedByOthers(Amount $settled): void
    {
        $this->oweRefund($settled);
    }

    private function complete(Amount $settled): void
    {
        $revived = $this->book->isEnded();
        $this->order = Completion::of($this->order, $this->standing->paidInvoice());
        $this->book = new Book($this->order);
        $this->book->settle($settled);
        $this->book->hold(false);
        $this->book->end(false);
        /* translators: 1: an amount with its currency, 2: the id of an invoice */
        $this->book->note('paid', sprintf(__('Paid through Bluejay: %1$s (invoice %2$s).', 'bluejay-for-woocommerce'), $this->money($settled), $this->standing->paidInvoice()));
        if ($revived) {
            $this->book->note('late', __('The payment came after the order had ended for lack of payment, so the order lives again. Check the stock.', 'bluejay-for-woocommerce'));
        }
        if ($this->source === self::LOOK) {
            $this->book->note('healed', __('Bluejay\'s message about this payment never arrived here; a routine look-up found the payment. See the health panel.', 'bluejay-for-woocommerce'));
        }
        $status = StatusMap::paid();
        if ($status !== '' && $this->order->get_status() !== $status) {
            $this->become($status, '');
        }
        $this->bookRefunds($settled);
    }

    private function whenPartlyPaid(Amount $settled, Amount $kept): void
    {
        $total = Orders::total($this->order);
        $this->book->settle($settled);
        $this->hold();
        $key = 'part-' . $kept->text() . '-' . $total->text();
        /* translators: 1: amount received, 2: amount of the order, 3: amount that is missing */
        $this->book->note($key, sprintf(__('Bluejay received %1$s, but the order comes to %2$s: %3$s is missing. Either the payer sent too little, or the order was changed meanwhile.', 'bluejay-for-woocommerce'), $this->money($kept), $this->money($total), $this->money($total->over($kept))));
    }

    /**
     * Stock is taken once, when money is first seen. An order is never put back to pending when a transfer is
     * dropped: that would give the stock back and take it again with each turn.
     */
    private function hold(): void
    {
        $status = StatusMap::unconfirmed();
        if ($status === '' || !$this->order->has_status(['pending', 'failed', 'checkout-draft'])) {
            return;
        }
        $this->book->hold(true);
        $this->become($status, __('Bluejay has seen money for this order.', 'bluejay-for-woocommerce'));
    }

    /** Only an order that waits for us, and only when all its attempts have ended and brought nothing. */
    private function expire(): void
    {
        $waiting = $this->order->has_status('pending') || ($this->order->has_status('on-hold') && $this->book->isHeld());
        $status = StatusMap::expired();
        if (!$waiting || $status === '' || $this->order->get_payment_method() !== Plugin::ID) {
            return;
        }
        $this->book->end(true);
        $this->book->hold(false);
        $this->become($status, __('Nobody paid in time.', 'bluejay-for-woocommerce'));
    }

    /** WooCommerce swallows what goes wrong in a status change, and says false. */
    private function become(string $status, string $note): void
    {
        if (!$this->order->update_status($status, $note)) {
            throw new Unreachable('WooCommerce did not make order ' . $this->order->get_id() . " $status.");
        }
    }

    private function noteReversal(Amount $settled): void
    {
        $before = $this->book->settled();
        if ($settled->compare($before) >= 0) {
            return;
        }
        $this->book->settle($settled);
        /* translators: 1: amount before, 2: amount now */
        $this->book->note('reversed-' . $before->text() . '-' . $settled->text(), sprintf(__('Warning: money was taken back. Bluejay had received %1$s for this order, and now has %2$s. The order was left as it is; decide what to do with it.', 'bluejay-for-woocommerce'), $this->money($before), $this->money($settled)));
        wc_get_logger()->warning('payment reversed order=' . $this->order->get_id(), ['source' => Plugin::ID]);
    }

    /** The order's currency was changed meanwhile: such money counts for nothing until a human has decided. */
    private function noteOtherCurrencies(): void
    {
        foreach ($this->standing->invoices() as $number => $invoice) {
            $counts = $invoice->currency() === $this->order->get_currency() || $this->standing->isTest($number);
            if (!$counts && !$invoice->paid()->isZero()) {
                $money = $invoice->paid()->text() . ' ' . $invoice->currency();
                /* translators: 1: an amount with its currency, 2: a currency */
                $this->book->note("foreign-$number-" . $invoice->paid()->text(), sprintf(__('Bluejay received %1$s, but this order is in %2$s now. It was not counted; decide what to do with it.', 'bluejay-for-woocommerce'), $money, $this->order->get_currency()));
            }
        }
    }

    /** Play money looks like money everywhere but here. */
    private function noteTests(): void
    {
        foreach (Attempts::of($this->order)->all() as $attempt) {
            $invoice = $this->standing->invoice($attempt);
            if ($attempt->environment() !== Connection::SANDBOX || $invoice === null || $invoice->paid()->isZero()) {
                continue;
            }
            if ($this->standing->isTest($attempt->number())) {
                $this->book->note('test-' . $attempt->number(), __('A test payment came for this order. It was not counted: no real money moved.', 'bluejay-for-woocommerce'));
            } else {
                $this->book->note('test-mode', __('Paid in test mode: no real money moved. Do not ship.', 'bluejay-for-woocommerce'));
            }
        }
    }

    /**
     * What the gateway gave back and the shop has not booked answers first for what was paid too much; the rest
     * is booked as a refund of the order, without moving money or stock again.
     */
    private function bookRefunds(Amount $settled): void
    {
        $excess = $settled->over(Orders::total($this->order));
        $unbooked = $this->standing->refunded()->over($this->book->refunded());
        $this->oweRefund($excess);
        Refunds::book($this->order, $unbooked->over($excess));
    }

    private function oweRefund(Amount $excess): void
    {
        $due = $excess->over($this->standing->refunded()->over($this->book->refunded()));
        if ($due->equals($this->book->refundDue())) {
            return;
        }
        $this->book->oweRefund($due);
        if (!$due->isZero()) {
            /* translators: %s: an amount with its currency */
            $this->book->note('due-' . $due->text(), sprintf(__('Refund due: %s. More was paid than this order asks for. Give it back in Bluejay\'s dashboard.', 'bluejay-for-woocommerce'), $this->money($due)));
        }
    }

    private function isPaidThroughUs(): bool
    {
        return !$this->book->settled()->isZero()
            || ($this->order->get_transaction_id() !== '' && $this->standing->has($this->order->get_transaction_id()));
    }

    private function wasEndedByOthers(): bool
    {
        return $this->order->has_status(['refunded', 'trash'])
            || ($this->order->has_status('cancelled') && !$this->book->isEnded());
    }

    private function money(Amount $amount): string
    {
        return $amount->text() . ' ' . $this->order->get_currency();
    }
}
