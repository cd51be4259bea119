<?php

/**
 * Finds the plugin's own classes: one a file, named alike.
 */

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

spl_autoload_register(static function (string $class): void {
    $own = __NAMESPACE__ . '\\';
    if (strncmp($class, $own, strlen($own)) !== 0) {
        return;
    }
    $file = __DIR__ . '/' . substr($class, strlen($own)) . '.php';
    if (is_file($file)) {
        require_once $file;
    }
});
