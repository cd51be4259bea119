<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * An invoice as the gateway tells it at this moment.
 */
final class Invoice
{
    /** @var array<string, mixed> */
    private $data;

    /**
     * @param array<string, mixed> $data the API's "data"
     * @throws Unreachable when it lacks what every invoice has
     */
    public function __construct(array $data)
    {
        foreach (['id', 'status', 'currencyAmount', 'currencySymbol', 'checkoutUrl', 'expiresAt'] as $field) {
            if (!isset($data[$field]) || !is_string($data[$field])) {
                throw new Unreachable("The answer is no invoice: $field is missing.");
            }
        }
        // A sum that is not there is not nothing: an order could be cancelled for want of money that came.
        foreach (['amountPaid', 'amountPending', 'amountRefunded'] as $field) {
            if (!isset($data[$field]) || !Amount::isOne($data[$field])) {
                throw new Unreachable("The answer is no invoice: $field is no amount.");
            }
        }
        if (!preg_match('~^https?://~', $data['checkoutUrl'])) {
            throw new Unreachable('The answer is no invoice: checkoutUrl is no address.');
        }
        $this->data = $data;
    }

    public function id(): string
    {
        return $this->data['id'];
    }

    public function currency(): string
    {
        return strtoupper($this->data['currencySymbol']);
    }

    public function checkoutUrl(): string
    {
        return $this->data['checkoutUrl'];
    }

    /** What has settled, in the invoice's currency. */
    public function paid(): Amount
    {
        return $this->amount('amountPaid');
    }

    /** What is on its way. */
    public function pending(): Amount
    {
        return $this->amount('amountPending');
    }

    public function refunded(): Amount
    {
        return $this->amount('amountRefunded');
    }

    public function isPending(): bool
    {
        return $this->data['status'] === 'pending';
    }

    public function isProcessing(): bool
    {
        return $this->data['status'] === 'processing';
    }

    /** No money is expected any more; it may come all the same. */
    public function isEnded(): bool
    {
        return in_array($this->data['status'], ['expired', 'cancelled'], true);
    }

    public function expiresAt(): int
    {
        return (int) strtotime($this->data['expiresAt']);
    }

    /** What we wrote down when it was made, or an empty text. */
    public function metadata(string $name): string
    {
        $value = $this->data['metadata'][$name] ?? '';
        return is_string($value) ? $value : '';
    }

    private function amount(string $field): Amount
    {
        return Amount::of($this->data[$field]);
    }
}
