<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * All invoices of one order as the gateway tells them now, and what they come to together.
 */
final class Standing
{
    /** @var Invoice[] by attempt number */
    private $invoices = [];

    /** @var string */
    private $currency;

    /** @var int[] numbers of attempts that bring no money to this order */
    private $tests;

    /**
     * @param Invoice[] $invoices by attempt number
     * @param int[]     $tests    numbers of attempts that bring no money to this order
     */
    private function __construct(array $invoices, string $currency, array $tests)
    {
        $this->invoices = $invoices;
        $this->currency = $currency;
        $this->tests = $tests;
    }

    /**
     * @throws Unreachable when one of them cannot be read: half a sum is no sum
     * @throws ApiProblem
     */
    public static function read(Attempts $attempts, string $currency): self
    {
        $invoices = [];
        foreach ($attempts->all() as $attempt) {
            if ($attempt->invoice() !== '') {
                $invoices[$attempt->number()] = self::api($attempt)->invoice($attempt->invoice());
            }
        }
        return new self($invoices, $currency, self::testsBesideReal($attempts));
    }

    /**
     * Real money and play money are never added up: once somebody was asked for real money, and as long as the
     * shop asks for it, what comes in the sandbox counts for nothing.
     *
     * @return int[]
     */
    private static function testsBesideReal(Attempts $attempts): array
    {
        $tests = [];
        $isReal = Settings::environment() === Connection::LIVE;
        foreach ($attempts->all() as $attempt) {
            if ($attempt->environment() === Connection::SANDBOX) {
                $tests[] = $attempt->number();
            } else {
                $isReal = true;
            }
        }
        return $isReal ? $tests : [];
    }

    public static function api(Attempt $attempt): Api
    {
        $connection = Connection::find($attempt->environment());
        if ($connection === null) {
            throw new Unreachable('There is no connection to the ' . $attempt->environment() . ' gateway.');
        }
        return Api::to($connection);
    }

    public function invoice(Attempt $attempt): ?Invoice
    {
        return $this->invoices[$attempt->number()] ?? null;
    }

    /** @return Invoice[] by attempt number */
    public function invoices(): array
    {
        return $this->invoices;
    }

    /** What has settled, of all invoices in the order's currency. */
    public function settled(): Amount
    {
        return $this->sum('paid');
    }

    public function pending(): Amount
    {
        return $this->sum('pending');
    }

    public function refunded(): Amount
    {
        return $this->sum('refunded');
    }

    /** The invoice brings play money to an order that asks for real money. */
    public function isTest(int $number): bool
    {
        return in_array($number, $this->tests, true);
    }

    /** Money was seen and is not settled yet. */
    public function isMoving(): bool
    {
        foreach ($this->invoices as $number => $invoice) {
            if (!$this->isTest($number) && ($invoice->isProcessing() || !$invoice->pending()->isZero())) {
                return true;
            }
        }
        return false;
    }

    /** Every invoice there ever was has ended. */
    public function hasEnded(): bool
    {
        foreach ($this->invoices as $invoice) {
            if (!$invoice->isEnded()) {
                return false;
            }
        }
        return $this->invoices !== [];
    }

    /** The newest invoice that money came to; it becomes the order's transaction id. */
    public function paidInvoice(): string
    {
        $id = '';
        foreach ($this->invoices as $number => $invoice) {
            $id = $this->isTest($number) || $invoice->paid()->isZero() ? $id : $invoice->id();
        }
        return $id;
    }

    public function has(string $invoice): bool
    {
        foreach ($this->invoices as $known) {
            if ($known->id() === $invoice) {
                return true;
            }
        }
        return false;
    }

    private function sum(string $what): Amount
    {
        $sum = Amount::zero();
        foreach ($this->invoices as $number => $invoice) {
            if ($invoice->currency() === $this->currency && !$this->isTest($number)) {
                $sum = $sum->plus($invoice->$what());
            }
        }
        return $sum;
    }
}
