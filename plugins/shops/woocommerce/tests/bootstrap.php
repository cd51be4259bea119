<?php

/** Before the tests: the fake shop in the place of WordPress, and the plugin as its own loader finds it. */

namespace Bluejay\WooCommerce {
    /** The plugin's time is the shop's. */
    function time(): int
    {
        return \FakeShop::$now;
    }
}

namespace {
    define('ABSPATH', __DIR__ . '/');
    define('DB_NAME', 'shop');
    require __DIR__ . '/fake/FakeShop.php';
    require __DIR__ . '/fake/orders.php';
    require __DIR__ . '/fake/wordpress.php';
    require __DIR__ . '/fake/FakeBluejay.php';
    require __DIR__ . '/fake/functions.php';
    require dirname(__DIR__) . '/shop/src/autoload.php';
    require __DIR__ . '/ShopCase.php';
    $GLOBALS['wpdb'] = new FakeDatabase();
}
