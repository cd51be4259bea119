<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * The attempts of one order, oldest first, kept on the order through WooCommerce's own storage.
 */
final class Attempts
{
    public const META = '_bluejay_attempts';

    /** More than any payer needs; each costs a look at the gateway whenever the order is reconciled. */
    public const MOST = 20;

    /** @var Attempt[] */
    private $list;

    /** @param Attempt[] $list */
    private function __construct(array $list)
    {
        $this->list = array_values($list);
    }

    /** @param \WC_Order $order */
    public static function of($order): self
    {
        $list = [];
        foreach ((array) $order->get_meta(self::META) as $data) {
            if (is_array($data)) {
                $list[] = new Attempt($data);
            }
        }
        return new self($list);
    }

    /** With this one in the place of the one with its number, or as the last. */
    public function with(Attempt $attempt): self
    {
        $list = [];
        foreach ($this->list as $known) {
            $list[$known->number()] = $known;
        }
        $list[$attempt->number()] = $attempt;
        return new self($list);
    }

    /** @param \WC_Order $order */
    public function saveTo($order): void
    {
        $order->update_meta_data(self::META, array_map(static function (Attempt $attempt): array {
            return $attempt->toArray();
        }, $this->list));
        $order->save();
    }

    /** @return Attempt[] */
    public function all(): array
    {
        return $this->list;
    }

    public function last(): ?Attempt
    {
        return $this->list === [] ? null : $this->list[count($this->list) - 1];
    }

    public function isEmpty(): bool
    {
        return $this->list === [];
    }

    public function nextNumber(): int
    {
        $last = $this->last();
        return $last === null ? 1 : $last->number() + 1;
    }

    public function ofInvoice(string $invoice): ?Attempt
    {
        foreach ($this->list as $attempt) {
            if ($invoice !== '' && $attempt->invoice() === $invoice) {
                return $attempt;
            }
        }
        return null;
    }

    /** When the last of them ends, in Unix seconds; 0 when none has an invoice. */
    public function expires(): int
    {
        $latest = 0;
        foreach ($this->list as $attempt) {
            $latest = max($latest, $attempt->expires());
        }
        return $latest;
    }
}
