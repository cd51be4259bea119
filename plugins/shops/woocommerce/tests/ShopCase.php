<?php

namespace Bluejay\WooCommerce;

use PHPUnit\Framework\TestCase;

/** A connected shop with one order of 49.00 USD that nobody has paid yet. */
abstract class ShopCase extends TestCase
{
    /** @var \FakeBluejay */
    protected $bluejay;

    /** @var int */
    protected $order;

    /** @var int how often WooCommerce was told that an order is paid */
    private $settlements = 0;

    protected function setUp(): void
    {
        \FakeShop::reset();
        $this->bluejay = \FakeBluejay::$gateway = new \FakeBluejay();
        \FakeShop::$options[Settings::OPTION] = ['test_mode' => 'yes'];
        (new Connection([
            'environment' => 'sandbox', 'url' => 'https://pay.example', 'key' => 'bjk_sandbox_x', 'shop' => 'shop-1',
            'endpoint' => 'ep-1', 'secrets' => [['secret' => \FakeBluejay::SECRET, 'until' => null]],
        ]))->save();
        add_action(Poll::LOOK, [Poll::class, 'look'], 10, 2);
        add_action(Poll::CLOSE, [Poll::class, 'close']);
        add_action('woocommerce_order_status_cancelled', [Poll::class, 'planClose']);
        add_action('woocommerce_order_refunded', [Refunds::class, 'noteManual'], 10, 2);
        add_filter('woocommerce_valid_order_statuses_for_payment', [Plugin::class, 'payable'], 10, 2);
        add_action('woocommerce_payment_complete', function (): void {
            $this->settlements++;
        });
        $this->order = \FakeShop::order();
    }

    /** The payer goes to pay; the id of the invoice that is theirs then. */
    protected function open(): string
    {
        \FakeShop::otherProcess();
        $url = Checkout::open($this->order);
        $this->assertStringStartsWith('https://pay.example/pay/', $url);
        return substr($url, strlen('https://pay.example/pay/'));
    }

    protected function webhook(string $type, string $invoice): \WP_REST_Response
    {
        \FakeShop::otherProcess();
        return WebhookDoor::receive($this->bluejay->webhook($type, $invoice));
    }

    protected function comesBack(): string
    {
        \FakeShop::otherProcess();
        return ReturnDoor::next($this->order);
    }

    /** Time goes by, and Action Scheduler does what is due meanwhile. */
    protected function wait(int $seconds): void
    {
        $end = \FakeShop::$now + $seconds;
        for ($i = 0; $i < 100; $i++) {
            usort(\FakeShop::$actions, static function (array $a, array $b): int {
                return $a['at'] <=> $b['at'];
            });
            if (\FakeShop::$actions === [] || \FakeShop::$actions[0]['at'] > $end) {
                break;
            }
            $action = array_shift(\FakeShop::$actions);
            \FakeShop::$now = max(\FakeShop::$now, $action['at']);
            \FakeShop::otherProcess();
            do_action($action['hook'], ...$action['args']);
        }
        \FakeShop::$now = $end;
    }

    protected function assertOrder(string $status): void
    {
        $this->assertSame($status, \FakeShop::$rows[$this->order]['status'], \FakeShop::notes($this->order));
    }

    protected function assertSettledOnce(): void
    {
        $this->assertSame(1, $this->settlements);
    }

    protected function assertNoted(string $part, int $times = 1): void
    {
        $notes = \FakeShop::notes($this->order);
        $this->assertSame($times, substr_count($notes, $part), $notes);
    }

    protected function refundDue(): string
    {
        return (string) (\FakeShop::$rows[$this->order]['meta']['_bluejay_refund_due'] ?? '0');
    }
}
