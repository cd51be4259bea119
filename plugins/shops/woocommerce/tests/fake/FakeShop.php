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
