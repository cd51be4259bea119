<?php

/**
 * Plugin Name: Bluejay for WooCommerce
 * Description: Take M-Pesa, Pix and crypto through your own Bluejay payment gateway.
 * Version: 0.1.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * WC requires at least: 7.1
 * Author: Bluejay
 * License: Apache-2.0
 * Text Domain: bluejay-for-woocommerce
 * Domain Path: /languages
 */

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

require_once __DIR__ . '/src/autoload.php';

(new Plugin(__FILE__))->hook();
