<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Sends a payer to the gateway's page: to the invoice that is open already, or to a new one.
 *
 * Whatever is clicked twice or opened in two tabs, there is at most one open invoice for an order.
 */
final class Checkout
{
    /** An invoice that ends sooner is no use to somebody who begins to pay now. */
    private const SPARE_SECONDS = 120;

    /**
     * @return string where to send the payer: the gateway's page, or the shop's when all is paid
     * @throws Busy|Unreachable|ApiProblem|MoneyMoving
     */
    public static function open(int $orderId): string
    {
        return OrderLock::hold($orderId, static function () use ($orderId): string {
            return self::openLocked($orderId);
        });
    }

    private static function openLocked(int $orderId): string
    {
        $order = self::orderOf($orderId);
        $attempts = Attempts::of($order);
        $standing = Standing::read($attempts, $order->get_currency());
        OrderLock::mustStillBeHeld($orderId);
        if (!$standing->settled()->isZero() || $standing->isMoving()) {
            Reconciler::locked($orderId, Reconciler::PAYER);
            $order = self::orderOf($orderId);
        }
        if (Orders::isPaid($order)) {
            return $order->get_checkout_order_received_url();
        }
        $due = Orders::total($order)->over($standing->settled()->over($standing->refunded()));
        $last = $attempts->last();
        $invoice = $last === null ? null : $standing->invoice($last);
        $same = $last !== null && $last->asks($due, $order->get_currency(), Settings::environment());
        if ($same && $invoice !== null && self::isUsable($invoice)) {
            return $invoice->checkoutUrl();
        }
        self::withdrawOthers($attempts, $standing);
        $attempt = $same && $invoice === null ? $last : self::plan($order, $attempts, $due);
        return self::ask($order, $attempts, $attempt);
    }

    /** @return \WC_Order */
    private static function orderOf(int $orderId)
    {
        $order = Orders::fresh($orderId);
        if ($order === null) {
            throw new ApiProblem(404, 'not-found', __('There is no such order.', 'bluejay-for-woocommerce'));
        }
        return $order;
    }

    private static function isUsable(Invoice $invoice): bool
    {
        return $invoice->isProcessing()
            || ($invoice->isPending() && $invoice->expiresAt() > time() + self::SPARE_SECONDS);
    }

    /** Before another invoice is made, no older one may take money any more. */
    private static function withdrawOthers(Attempts $attempts, Standing $standing): void
    {
        foreach ($attempts->all() as $attempt) {
            $invoice = $standing->invoice($attempt);
            if ($invoice === null) {
                continue;
            }
            if ($invoice->isProcessing() || !$invoice->pending()->isZero()) {
                throw new MoneyMoving("invoice {$invoice->id()} has a payment on its way");
            }
            if ($invoice->isPending()) {
                self::withdraw($attempt, $invoice);
            }
        }
    }

    private static function withdraw(Attempt $attempt, Invoice $invoice): void
    {
        try {
            Standing::api($attempt)->cancelInvoice($invoice->id());
        } catch (ApiProblem $problem) {
            if ($problem->problem() === 'attempt-in-flight') {
                throw new MoneyMoving($problem->getMessage(), 0, $problem);
            }
            throw $problem;
        }
    }

    /** The order went another way, so what waits for money is closed; money on its way is left alone. */
    public static function close(int $orderId): void
    {
        OrderLock::hold($orderId, static function () use ($orderId): void {
            $order = self::orderOf($orderId);
            $attempts = Attempts::of($order);
            if ($order->has_status('cancelled')) {
                try {
                    self::withdrawOthers($attempts, Standing::read($attempts, $order->get_currency()));
                } catch (MoneyMoving $moving) {
                    wc_get_logger()->info('cancelled order has money coming order=' . $orderId, ['source' => Plugin::ID]);
                }
            }
        });
    }

    /** @param \WC_Order $order */
    private static function plan($order, Attempts $attempts, Amount $due): Attempt
    {
        $number = $attempts->nextNumber();
        if ($number > Attempts::MOST) {
            throw new ApiProblem(409, 'too-many-attempts', __('This order was tried to be paid too often. Please contact the shop.', 'bluejay-for-woocommerce'));
        }
        $environment = Settings::environment();
        $connection = Connection::find($environment);
        if ($connection === null) {
            throw new ApiProblem(409, 'not-connected', __('The shop is not connected to Bluejay yet.', 'bluejay-for-woocommerce'));
        }
        $key = implode('-', ['wc', Orders::site(), $order->get_id(), $number, $due->text(), $order->get_currency()]);
        return Attempt::plan($number, $environment, $key, self::request($order, $connection, $number, $due));
    }

    /**
     * @param \WC_Order $order
     * @return array<string, mixed>
     */
    private static function request($order, Connection $connection, int $number, Amount $due): array
    {
        $request = [
            'shopId' => $connection->shop(),
            'currencyAmount' => $due->text(),
            'currencySymbol' => $order->get_currency(),
            'orderId' => (string) $order->get_order_number(),
            /* translators: 1: number of an order, 2: name of the shop */
            'orderDescription' => sprintf(__('Order %1$s at %2$s', 'bluejay-for-woocommerce'), $order->get_order_number(), get_bloginfo('name')),
            'timeForPayment' => Settings::minutes(),
            'redirectUrl' => ReturnDoor::url($order),
            'cancelUrl' => $order->get_checkout_payment_url(),
            'metadata' => [
                'source' => 'woocommerce', 'site' => Orders::site(),
                'order' => (string) $order->get_id(), 'attempt' => (string) $number,
            ],
        ];
        if ($connection->endpoint() === '') {
            $request['webhookUrl'] = WebhookDoor::url();
        }
        if (Settings::methods() !== []) {
            $request['acceptedMethods'] = Settings::methods();
        }
        return $request;
    }

    /**
     * Written down, then asked, then written down: after a lost answer the same question is asked again, under
     * the same key, and makes no second invoice.
     *
     * @param \WC_Order $order
     */
    private static function ask($order, Attempts $attempts, Attempt $attempt): string
    {
        OrderLock::mustStillBeHeld($order->get_id());
        $attempts = $attempts->with($attempt);
        $attempts->saveTo($order);
        $invoice = Standing::api($attempt)->createInvoice($attempt->request(), $attempt->idempotencyKey());
        $attempts->with($attempt->withInvoice($invoice))->saveTo($order);
        Poll::begin($order->get_id());
        return $invoice->checkoutUrl();
    }
}
