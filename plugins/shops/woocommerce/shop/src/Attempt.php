<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * One time that a payer was sent to pay an order: one request, and the invoice made from it.
 *
 * The request is written down before it is sent, so that after a lost answer the very same one is sent again.
 */
final class Attempt
{
    /** @var array<string, mixed> */
    private $data;

    /** @param array<string, mixed> $data as toArray() gave it */
    public function __construct(array $data)
    {
        $this->data = $data;
    }

    /** @param array<string, mixed> $request what the gateway will be asked */
    public static function plan(int $number, string $environment, string $key, array $request): self
    {
        return new self([
            'number' => $number, 'environment' => $environment, 'key' => $key, 'request' => $request,
            'invoice' => '', 'expires' => 0,
        ]);
    }

    public function withInvoice(Invoice $invoice): self
    {
        return new self(['invoice' => $invoice->id(), 'expires' => $invoice->expiresAt()] + $this->data);
    }

    public function number(): int
    {
        return (int) $this->data['number'];
    }

    public function environment(): string
    {
        return (string) $this->data['environment'];
    }

    public function idempotencyKey(): string
    {
        return (string) $this->data['key'];
    }

    /** @return array<string, mixed> */
    public function request(): array
    {
        return (array) $this->data['request'];
    }

    /** Empty as long as no answer came. */
    public function invoice(): string
    {
        return (string) $this->data['invoice'];
    }

    /** Unix seconds; 0 as long as no answer came. */
    public function expires(): int
    {
        return (int) $this->data['expires'];
    }

    public function asks(Amount $amount, string $currency, string $environment): bool
    {
        return $this->environment() === $environment
            && $this->request()['currencySymbol'] === $currency
            && Amount::of($this->request()['currencyAmount'])->equals($amount);
    }

    /** @return array<string, mixed> */
    public function toArray(): array
    {
        return $this->data;
    }
}
