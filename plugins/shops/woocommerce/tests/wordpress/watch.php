<?php

/** Plugin Name: Writes down every complaint of PHP about the plugin under test, and sends no mail. */

set_error_handler(static function (int $kind, string $text, string $file, int $line): bool {
    if (strpos($file, 'bluejay-for-woocommerce') !== false) {
        file_put_contents(getenv('TEST_COMPLAINTS'), "$text in $file:$line\n", FILE_APPEND);
    }
    return strpos($file, 'bluejay-for-woocommerce') === false;
});

add_filter('pre_wp_mail', '__return_true');
add_filter('locale', static function (string $locale): string {
    return (string) get_option('test_locale', $locale);
});
