<?php

/** The functions of WordPress, WooCommerce and Action Scheduler that FakeShop stands behind. */

function wc_get_order($id)
{
    if (!isset(FakeShop::$rows[$id])) {
        foreach (FakeShop::$rows as $row) {
            foreach ($row['refunds'] as $refund) {
                if ($refund->get_id() === $id) {
                    return $refund;
                }
            }
        }
        return false;
    }
    return FakeShop::$cache[$id] = FakeShop::$cache[$id] ?? new WC_Order($id);
}

function clean_post_cache(int $id): void
{
    unset(FakeShop::$cache[$id]);
}

function wp_cache_delete(string $key, string $group): bool
{
    return true;
}

function wc_create_refund(array $args)
{
    $order = new WC_Order($args['order_id']);
    if ((float) $args['amount'] > (float) $order->get_remaining_refund_amount()) {
        return new WP_Error('error', 'Invalid refund amount.');
    }
    $refund = new WC_Order_Refund(FakeShop::$nextId++, (string) $args['amount']);
    FakeShop::$rows[$args['order_id']]['refunds'][$refund->get_id()] = $refund;
    if ($args['refund_payment']) {
        $result = (new Bluejay\WooCommerce\Gateway())->process_refund($args['order_id'], $args['amount'], '');
        if (is_wp_error($result) || !$result) {
            unset(FakeShop::$rows[$args['order_id']]['refunds'][$refund->get_id()]);
            return $result ?: new WP_Error('error', 'refused');
        }
        $refund->refundedPayment = true;
    }
    if ($args['restock_items']) {
        FakeShop::giveStockBack($args['order_id']);
    }
    if ((float) $order->get_remaining_refund_amount() <= 0) {
        $order->update_status('refunded');
    }
    do_action('woocommerce_order_refunded', $args['order_id'], $refund->get_id());
    return $refund;
}

function wc_format_decimal($value, int $decimals): string
{
    return number_format((float) $value, $decimals, '.', '');
}

function wc_get_price_decimals(): int
{
    return (int) (FakeShop::$options['decimals'] ?? 2);
}

function wc_get_order_statuses(): array
{
    return ['wc-pending' => 'Pending', 'wc-processing' => 'Processing', 'wc-on-hold' => 'On hold', 'wc-cancelled' => 'Cancelled', 'wc-failed' => 'Failed'];
}

function wc_add_notice(string $text, string $kind): void
{
    FakeShop::$log[] = "notice $kind $text";
}

function wc_get_logger()
{
    return new class () {
        public function __call(string $level, array $arguments): void
        {
            FakeShop::$log[] = $level . ' ' . $arguments[0];
        }
    };
}

function as_schedule_single_action(int $at, string $hook, array $args, string $group): int
{
    FakeShop::$actions[] = ['hook' => $hook, 'args' => $args, 'at' => $at];
    return count(FakeShop::$actions);
}

function as_next_scheduled_action(string $hook, array $args, string $group)
{
    foreach (FakeShop::$actions as $action) {
        if ($action['hook'] === $hook && $action['args'] === $args) {
            return $action['at'];
        }
    }
    return false;
}

function add_filter(string $hook, $call, int $priority = 10, int $arguments = 1): void
{
    FakeShop::$hooks[$hook][] = [$call, $arguments];
}

function remove_filter(string $hook, $call): void
{
    FakeShop::$hooks[$hook] = array_filter(FakeShop::$hooks[$hook] ?? [], static function ($known) use ($call) {
        return $known[0] !== $call;
    });
}

function apply_filters(string $hook, $value, ...$more)
{
    foreach (FakeShop::$hooks[$hook] ?? [] as [$call, $arguments]) {
        $value = $call(...array_slice(array_merge([$value], $more), 0, $arguments));
    }
    return $value;
}

function add_action(string $hook, $call, int $priority = 10, int $arguments = 1): void
{
    add_filter($hook, $call, $priority, $arguments);
}

function do_action(string $hook, ...$values): void
{
    foreach (FakeShop::$hooks[$hook] ?? [] as [$call, $arguments]) {
        $call(...array_slice($values, 0, $arguments));
    }
}

function get_option(string $name, $otherwise = false)
{
    return FakeShop::$options[$name] ?? $otherwise;
}

function update_option(string $name, $value, $autoload = null): bool
{
    FakeShop::$options[$name] = $value;
    return true;
}

function delete_option(string $name): bool
{
    unset(FakeShop::$options[$name]);
    return true;
}

function wp_remote_request(string $url, array $arguments)
{
    return FakeBluejay::$gateway->answer($url, $arguments);
}

function wp_remote_retrieve_response_code($answer): int
{
    return $answer['status'];
}

function wp_remote_retrieve_body($answer): string
{
    return $answer['body'];
}

function wp_remote_retrieve_header($answer, string $name): string
{
    return gmdate('D, d M Y H:i:s', FakeShop::$now) . ' GMT';
}

function is_wp_error($value): bool
{
    return $value instanceof WP_Error;
}

function wp_json_encode($value)
{
    return json_encode($value);
}

function wp_parse_url(string $url)
{
    return parse_url($url);
}

function home_url(string $path = ''): string
{
    return 'https://shop.example' . $path;
}

function rest_url(string $path): string
{
    return 'https://shop.example/wp-json/' . $path;
}

function untrailingslashit(string $text): string
{
    return rtrim($text, '/');
}

function add_query_arg(array $arguments, string $url): string
{
    return $url . '?' . http_build_query($arguments);
}

function get_bloginfo(string $what): string
{
    return 'The Shop';
}

function absint($value): int
{
    return abs((int) $value);
}

function __(string $text, string $domain): string
{
    return $text;
}

function esc_html__(string $text, string $domain): string
{
    return htmlspecialchars($text);
}

function esc_html(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}

function esc_attr(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}

function esc_url(string $url): string
{
    return htmlspecialchars($url, ENT_QUOTES);
}

function esc_attr__(string $text, string $domain): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}

function admin_url(string $path): string
{
    return 'https://shop.example/wp-admin/' . $path;
}

function wp_create_nonce(string $action): string
{
    return 'nonce-' . $action;
}
