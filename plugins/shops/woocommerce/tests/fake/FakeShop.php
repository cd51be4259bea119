<?php

/**
 * A WooCommerce in memory: as much of it, of WordPress and of Action Scheduler as the plugin's money path calls.
 *
 * Written after reading WooCommerce's source. It keeps these habits of the real one, because they have cost other
 * plugins money:
 * - an order object is a copy: another process's changes are not in it, and wc_get_order() gives the copy of
 *   before again until both caches are cleared, that of objects and that of rows; save() writes only what this
 *   object changed;
 * - payment_complete() says true and does nothing in a state it does not know (filter
 *   woocommerce_valid_order_statuses_for_payment_complete); it acts on cancelled orders too;
 * - stock is taken on processing, completed and on-hold, and given back on cancelled and pending;
 * - update_status() swallows an exception of somebody's hook and says false;
 * - a refund is saved before its gateway is asked and deleted when that fails, the gateway is not told its id, and a
 *   full refund makes the order "refunded";
 * - Action Scheduler plans the same action twice if nobody looks.
 *
 * The line: no HTML, sessions, carts, taxes, mails, HPOS tables or REST dispatch are here. What depends on those is
 * not shown by tests that use this shop.
 */

final class FakeShop
{
    /** @var array<int, array<string, mixed>> the database */
    public static $rows = [];

    /** @var array<int, WC_Order> what this process remembers */
    public static $cache = [];

    /** @var array<int, array<string, mixed>> rows as this process has read them: the cache below the objects */
    public static $read = [];

    /** @var array<string, array<int, array<int, callable>>> */
    public static $hooks = [];

    /** @var array<string, mixed> */
    public static $options = [];

    /** @var array<int, array{hook: string, args: array<mixed>, at: int}> */
    public static $actions = [];

    /** @var array<int, string> */
    public static $log = [];

    /** @var array<string, int> lock name to connection */
    public static $locks = [];

    /** @var int which database connection this "process" has */
    public static $connection = 1;

    /** @var int */
    public static $now = 1780000000;

    /** @var int */
    public static $stock = 10;

    /** @var int */
    public static $nextId = 100;

    public static function reset(): void
    {
        self::$rows = self::$cache = self::$read = self::$hooks = self::$options = self::$actions = self::$log = self::$locks = [];
        self::$connection = 1;
        self::$now = 1780000000;
        self::$stock = 10;
        self::$nextId = 100;
        // WooCommerce's own hooks on its stock.
        foreach (['processing', 'completed', 'on-hold'] as $status) {
            add_action('woocommerce_order_status_' . $status, [self::class, 'takeStock']);
        }
        add_action('woocommerce_payment_complete', [self::class, 'takeStock']);
        foreach (['cancelled', 'pending'] as $status) {
            add_action('woocommerce_order_status_' . $status, [self::class, 'giveStockBack']);
        }
    }

    /** @param array<string, mixed> $data */
    public static function order(array $data = []): int
    {
        $id = self::$nextId++;
        self::$rows[$id] = $data + [
            'status' => 'pending', 'total' => '49.00', 'currency' => 'USD', 'payment_method' => 'bluejay',
            'transaction_id' => '', 'date_paid' => null, 'key' => 'wc_order_' . $id, 'meta' => [], 'notes' => [],
            'refunds' => [], 'stock_taken' => false,
        ];
        return $id;
    }

    /** As another process would: in the database, behind the back of every object. @param array<string, mixed> $data */
    public static function changeElsewhere(int $id, array $data): void
    {
        self::$rows[$id] = $data + self::$rows[$id];
    }

    /** Another request begins: nothing is remembered, and it has a database connection of its own. */
    public static function otherProcess(): void
    {
        self::$cache = self::$read = [];
        self::$connection++;
    }

    public static function takeStock(int $id): void
    {
        if (!self::$rows[$id]['stock_taken']) {
            self::$rows[$id]['stock_taken'] = true;
            self::$stock--;
            self::$rows[$id]['notes'][] = 'stock taken';
        }
    }

    public static function giveStockBack(int $id): void
    {
        if (self::$rows[$id]['stock_taken']) {
            self::$rows[$id]['stock_taken'] = false;
            self::$stock++;
            self::$rows[$id]['notes'][] = 'stock given back';
        }
    }

    public static function notes(int $id): string
    {
        return implode("\n", self::$rows[$id]['notes']);
    }
}

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

class WP_Error
{
    /** @var string */
    private $code;

    /** @var string */
    private $message;

    public function __construct(string $code, string $message)
    {
        $this->code = $code;
        $this->message = $message;
    }

    public function get_error_code(): string
    {
        return $this->code;
    }

    public function get_error_message(): string
    {
        return $this->message;
    }
}

class WP_REST_Response
{
    /** @var array<string, string> */
    public $data;

    /** @var int */
    public $status;

    /** @var array<string, string> */
    public $headers = [];

    /** @param array<string, string> $data */
    public function __construct(array $data, int $status)
    {
        $this->data = $data;
        $this->status = $status;
    }

    public function header(string $name, string $value): void
    {
        $this->headers[$name] = $value;
    }
}

class WP_REST_Request
{
    /** @var string */
    private $body;

    /** @var array<string, string> */
    private $headers;

    /** @param array<string, string> $headers in any letter case */
    public function __construct(string $body, array $headers)
    {
        $this->body = $body;
        $this->headers = array_change_key_case($headers);
    }

    public function get_body(): string
    {
        return $this->body;
    }

    public function get_header(string $name): ?string
    {
        return $this->headers[strtolower($name)] ?? null;
    }
}

class WC_Data_Store
{
    public static function load(string $kind): self
    {
        return new self();
    }

    /** @param int[] $ids */
    public function clear_cached_data(array $ids): void
    {
        FakeShop::$read = array_diff_key(FakeShop::$read, array_flip($ids));
    }
}

class WC_Cache_Helper
{
    public static function get_cache_prefix(string $group): string
    {
        return 'wc_cache_' . $group . '_';
    }
}

class WC_Payment_Gateway
{
    /** @var string */
    public $id;
    public $method_title;
    public $method_description;
    public $has_fields;
    public $supports;
    public $title;
    public $description;
    public $form_fields;

    public function init_settings(): void
    {
    }

    public function get_option(string $name): string
    {
        return (string) ($this->form_fields[$name]['default'] ?? '');
    }

    public function is_available(): bool
    {
        return true;
    }

    public function get_description()
    {
        return $this->description;
    }

    public function admin_options()
    {
    }
}

/** The database: locks alone, each held by one connection and entered again by it. */
final class FakeDatabase
{
    /** @var string */
    public $prefix = 'wp_';

    /** @param mixed ...$values */
    public function prepare(string $sql, ...$values): string
    {
        return vsprintf(str_replace('%s', "'%s'", $sql), $values);
    }

    public function get_var(string $sql): ?string
    {
        if (!preg_match("/^SELECT (GET|RELEASE)_LOCK\('([^']{1,64})'/", $sql, $parts)) {
            throw new LogicException('no such statement here: ' . $sql);
        }
        $holder = FakeShop::$locks[$parts[2]] ?? FakeShop::$connection;
        if ($holder !== FakeShop::$connection) {
            return '0';
        }
        if ($parts[1] === 'GET') {
            FakeShop::$locks[$parts[2]] = FakeShop::$connection;
        } else {
            unset(FakeShop::$locks[$parts[2]]);
        }
        return '1';
    }
}
