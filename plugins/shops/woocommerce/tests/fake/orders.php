<?php

/** Orders and refunds as FakeShop keeps them. */

class WC_Order
{
    /** @var int */
    private $id;

    /** @var array<string, mixed> */
    private $data;

    /** @var array<string, mixed> */
    private $changes = [];

    public function __construct(int $id)
    {
        $this->id = $id;
        FakeShop::$read[$id] = FakeShop::$read[$id] ?? FakeShop::$rows[$id];
        $this->data = FakeShop::$read[$id];
    }

    public function get_id(): int
    {
        return $this->id;
    }

    public function get_order_number(): string
    {
        return (string) $this->id;
    }

    public function get_order_key(): string
    {
        return $this->data['key'];
    }

    public function get_total(): string
    {
        return $this->data['total'];
    }

    public function get_currency(): string
    {
        return $this->data['currency'];
    }

    public function get_status(): string
    {
        return $this->data['status'];
    }

    /** @param string|string[] $status */
    public function has_status($status): bool
    {
        return in_array($this->data['status'], (array) $status, true);
    }

    public function get_payment_method(): string
    {
        return $this->data['payment_method'];
    }

    public function set_payment_method(string $id): void
    {
        $this->set('payment_method', $id);
    }

    public function set_payment_method_title(string $title): void
    {
        $this->set('payment_method_title', $title);
    }

    public function get_transaction_id(): string
    {
        return $this->data['transaction_id'];
    }

    public function set_transaction_id(string $id): void
    {
        $this->set('transaction_id', $id);
    }

    public function get_date_paid(): ?int
    {
        return $this->data['date_paid'];
    }

    public function is_paid(): bool
    {
        return $this->has_status(['processing', 'completed']);
    }

    public function needs_payment(): bool
    {
        $statuses = apply_filters('woocommerce_valid_order_statuses_for_payment', ['pending', 'failed'], $this);
        return $this->has_status($statuses) && (float) $this->data['total'] > 0;
    }

    /** @return mixed */
    public function get_meta(string $name)
    {
        return $this->data['meta'][$name] ?? '';
    }

    /** @param mixed $value */
    public function update_meta_data(string $name, $value): void
    {
        $this->data['meta'][$name] = $value;
        $this->changes['meta'][$name] = $value;
    }

    public function read_meta_data(bool $force): void
    {
        $this->data['meta'] = (FakeShop::$read[$this->id] ?? FakeShop::$rows[$this->id])['meta'];
    }

    public function add_order_note(string $note): void
    {
        FakeShop::$rows[$this->id]['notes'][] = $note;
    }

    /** @return WC_Order_Refund[] newest first */
    public function get_refunds(): array
    {
        return array_reverse(array_values(FakeShop::$rows[$this->id]['refunds']));
    }

    public function get_remaining_refund_amount(): string
    {
        $sum = 0.0;
        foreach ($this->get_refunds() as $refund) {
            $sum += (float) $refund->get_amount();
        }
        return number_format((float) $this->data['total'] - $sum, 2, '.', '');
    }

    public function save(): int
    {
        $meta = $this->changes['meta'] ?? [];
        unset($this->changes['meta']);
        $from = FakeShop::$rows[$this->id]['status'];
        FakeShop::$rows[$this->id] = $this->changes + FakeShop::$rows[$this->id];
        FakeShop::$rows[$this->id]['meta'] = $meta + FakeShop::$rows[$this->id]['meta'];
        $to = $this->changes['status'] ?? $from;
        $this->changes = [];
        unset(FakeShop::$read[$this->id]);
        if ($to !== $from) {
            do_action('woocommerce_order_status_' . $to, $this->id, $this);
        }
        return $this->id;
    }

    public function payment_complete(string $transaction = ''): bool
    {
        $known = apply_filters('woocommerce_valid_order_statuses_for_payment_complete', ['on-hold', 'pending', 'failed', 'cancelled'], $this);
        if ($this->has_status($known)) {
            $this->set('transaction_id', $transaction);
            $this->set('date_paid', $this->data['date_paid'] ?? FakeShop::$now);
            $this->set('status', 'processing');
            $this->save();
            do_action('woocommerce_payment_complete', $this->id, $transaction);
        }
        return true;
    }

    public function update_status(string $status, string $note = ''): bool
    {
        try {
            if ($this->data['status'] !== $status) {
                $this->set('status', $status);
                if ($status === 'processing' && $this->data['date_paid'] === null) {
                    $this->set('date_paid', FakeShop::$now);
                }
                $this->save();
                $this->add_order_note(trim($note . ' -> ' . $status));
            }
            return true;
        } catch (Exception $e) {
            return false;
        }
    }

    public function get_checkout_order_received_url(): string
    {
        return 'https://shop.example/checkout/order-received/' . $this->id;
    }

    public function get_checkout_payment_url(): string
    {
        return 'https://shop.example/checkout/order-pay/' . $this->id;
    }

    /** @param mixed $value */
    private function set(string $name, $value): void
    {
        $this->data[$name] = $value;
        $this->changes[$name] = $value;
    }
}

class WC_Order_Refund
{
    /** @var int */
    private $id;

    /** @var string */
    private $amount;

    /** @var bool */
    public $refundedPayment = false;

    public function __construct(int $id, string $amount)
    {
        $this->id = $id;
        $this->amount = $amount;
    }

    public function get_id(): int
    {
        return $this->id;
    }

    public function get_amount(): string
    {
        return $this->amount;
    }

    public function get_refunded_payment(): bool
    {
        return $this->refundedPayment;
    }
}
