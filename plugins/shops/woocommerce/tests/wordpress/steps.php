<?php

/** What a test does inside WordPress: php steps.php <step> [<value>]; each says in one line how it went. */

$steps = [
    'install' => static function (): string {
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        wp_install('Shop', 'admin', 'admin@shop.example', true, '', 'only-for-this-test');
        return 'installed';
    },
    'activate' => static function (): string {
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        $result = activate_plugin('bluejay-for-woocommerce/bluejay-for-woocommerce.php');
        return is_wp_error($result) ? $result->get_error_message() : 'active';
    },
    'language' => static function (string $locale): string {
        update_option('test_locale', $locale);
        return $locale;
    },
    'remember' => static function (string $secret): string {
        (new Bluejay\WooCommerce\Connection([
            'environment' => 'sandbox', 'url' => 'http://127.0.0.1:9', 'key' => 'k', 'shop' => 's', 'shopName' => 'Bakery',
            'endpoint' => 'e', 'secrets' => [['secret' => $secret, 'until' => null]],
        ]))->save();
        update_option(Bluejay\WooCommerce\Settings::OPTION, ['enabled' => 'yes']);
        return 'remembered';
    },
    'left' => static function (): string {
        global $wpdb;
        return implode(' ', array_merge(
            $wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%bluejay%'"),
            $wpdb->get_col("SELECT meta_key FROM $wpdb->usermeta WHERE meta_key LIKE '%bluejay%'"),
            $wpdb->get_col("SHOW TABLES LIKE '%bluejay%'")
        )) . '.';
    },
    'uninstall' => static function (): string {
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        require_once ABSPATH . 'wp-admin/includes/file.php';
        $plugin = 'bluejay-for-woocommerce/bluejay-for-woocommerce.php';
        deactivate_plugins($plugin);
        $result = delete_plugins([$plugin]);
        return $result === true ? 'gone' : 'not gone';
    },
    'hold' => static function (string $order): string {
        try {
            return Bluejay\WooCommerce\OrderLock::hold((int) $order, static function (): string {
                echo "held\n";
                fgets(STDIN);
                return 'let go';
            });
        } catch (Bluejay\WooCommerce\Busy $busy) {
            return 'busy';
        }
    },
];

if ($argv[1] === 'install') {
    define('WP_INSTALLING', true);
}
$_SERVER['HTTP_HOST'] = parse_url((string) getenv('TEST_URL'), PHP_URL_HOST);
// Out here, not in a step: WordPress leaves variables of its own behind, $locale for one.
require __DIR__ . '/wp-load.php';
echo $steps[$argv[1]]($argv[2] ?? ''), "\n";
