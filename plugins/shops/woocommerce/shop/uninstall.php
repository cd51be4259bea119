<?php

/**
 * Leaves nothing of the plugin behind but what belongs to the shop's books: the orders with their notes.
 */

namespace Bluejay\WooCommerce;

defined('WP_UNINSTALL_PLUGIN') || exit;

require_once __DIR__ . '/src/autoload.php';

(static function (): void {
    $sites = is_multisite() ? get_sites(['fields' => 'ids', 'number' => 0]) : [get_current_blog_id()];
    foreach ($sites as $site) {
        if (is_multisite()) {
            switch_to_blog($site);
        }
        foreach (Connection::all() as $connection) {
            Connecting::disconnect($connection);
        }
        foreach ([Settings::OPTION, WebhookDoor::LAST, WebhookDoor::PING] as $option) {
            delete_option($option);
        }
        global $wpdb;
        foreach (['_transient_', '_transient_timeout_'] as $prefix) {
            $wpdb->query($wpdb->prepare(
                "DELETE FROM $wpdb->options WHERE option_name LIKE %s",
                $wpdb->esc_like($prefix . 'bluejay_said_') . '%'
            ));
        }
        if (function_exists('as_unschedule_all_actions')) {
            as_unschedule_all_actions('', [], Poll::GROUP);
        }
        if (is_multisite()) {
            restore_current_blog();
        }
    }
})();
