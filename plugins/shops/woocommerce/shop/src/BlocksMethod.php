<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Bluejay as a payment method of the block checkout; paying itself is the same as in the classic one.
 */
final class BlocksMethod extends \Automattic\WooCommerce\Blocks\Payments\Integrations\AbstractPaymentMethodType
{
    private const SCRIPT = 'bluejay-blocks';

    /** @var string WooCommerce asks for this */
    protected $name = Plugin::ID;

    /** @var string */
    private $file;

    public function __construct(string $file)
    {
        $this->file = $file;
    }

    public function initialize(): void
    {
        $this->settings = get_option(Settings::OPTION, []);
    }

    // phpcs:disable PSR1.Methods.CamelCapsMethodName -- these names are WooCommerce's.

    public function is_active(): bool
    {
        $gateway = $this->gateway();
        return $gateway !== null && $gateway->is_available();
    }

    /** @return string[] */
    public function get_payment_method_script_handles(): array
    {
        wp_register_script(
            self::SCRIPT,
            plugins_url('assets/blocks.js', $this->file),
            ['wc-blocks-registry', 'wc-settings', 'wp-element', 'wp-html-entities'],
            Plugin::VERSION,
            true
        );
        return [self::SCRIPT];
    }

    /** @return array<string, mixed> */
    public function get_payment_method_data(): array
    {
        $gateway = $this->gateway();
        return [
            'title' => $gateway === null ? 'Bluejay' : $gateway->get_title(),
            'description' => $gateway === null ? '' : wp_strip_all_tags($gateway->get_description()),
            'supports' => $gateway === null ? [] : array_values($gateway->supports),
        ];
    }

    // phpcs:enable

    private function gateway(): ?Gateway
    {
        $gateway = WC()->payment_gateways()->payment_gateways()[Plugin::ID] ?? null;
        return $gateway instanceof Gateway ? $gateway : null;
    }
}
