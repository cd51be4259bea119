<?php

/**
 * Plugin Name: Says that WooCommerce is there
 *
 * So that the plugin opens its webhook door in a real WordPress; of WooCommerce itself nothing is here.
 */

final class WooCommerce
{
    /** @var string */
    public $version = 'stand-in';
}

function WC(): WooCommerce
{
    static $shop;
    return $shop = $shop ?? new WooCommerce();
}

function wc_get_logger(): object
{
    return new class () {
        public function __call(string $level, array $arguments): void
        {
        }
    };
}

add_filter('user_has_cap', static function (array $all): array {
    return ['manage_woocommerce' => $all['manage_options'] ?? false] + $all;
});
