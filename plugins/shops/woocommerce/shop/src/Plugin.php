<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Hangs the plugin into WordPress and WooCommerce; without WooCommerce it does nothing but say so.
 */
final class Plugin
{
    public const ID = 'bluejay';
    public const VERSION = '0.1.0';

    /** WooCommerce must not cancel an order for this long after its invoice ended: we look and do it ourselves. */
    private const PATIENCE = 86400;

    /** @var string */
    private $file;

    public function __construct(string $file)
    {
        $this->file = $file;
    }

    public function hook(): void
    {
        add_action('init', function (): void {
            load_plugin_textdomain(
                'bluejay-for-woocommerce',
                false,
                dirname(plugin_basename($this->file)) . '/languages'
            );
        }, -1); // Before WooCommerce begins at 0 and makes its payment methods, with their texts.
        add_action('before_woocommerce_init', [$this, 'declareCompatible']);
        add_action('plugins_loaded', function (): void {
            (new ConnectPage($this->file))->hook();
            if (class_exists('WooCommerce')) {
                $this->hookShop();
            } else {
                add_action('admin_notices', [self::class, 'missWooCommerce']);
            }
        });
    }

    /** Orders are only ever touched through WooCommerce's own objects, so high-performance storage is fine. */
    public function declareCompatible(): void
    {
        $features = 'Automattic\WooCommerce\Utilities\FeaturesUtil';
        if (class_exists($features)) {
            $features::declare_compatibility('custom_order_tables', $this->file, true);
            $features::declare_compatibility('cart_checkout_blocks', $this->file, true);
        }
    }

    public static function missWooCommerce(): void
    {
        echo '<div class="notice notice-error"><p>' . esc_html__('Bluejay for WooCommerce does nothing yet: it needs WooCommerce, which is not active. Install and activate WooCommerce, then connect Bluejay.', 'bluejay-for-woocommerce') . '</p></div>';
    }

    private function hookShop(): void
    {
        add_filter('woocommerce_payment_gateways', static function (array $gateways): array {
            $gateways[] = Gateway::class;
            return $gateways;
        });
        add_action('woocommerce_blocks_payment_method_type_registration', function ($registry): void {
            $registry->register(new BlocksMethod($this->file));
        });
        add_action('rest_api_init', [WebhookDoor::class, 'register']);
        add_action('woocommerce_api_' . ReturnDoor::NAME, [ReturnDoor::class, 'handle']);
        add_action(Poll::LOOK, [Poll::class, 'look'], 10, 2);
        add_action(Poll::CLOSE, [Poll::class, 'close']);
        add_action('woocommerce_order_status_cancelled', [Poll::class, 'planClose']);
        add_action('woocommerce_order_refunded', [Refunds::class, 'noteManual'], 10, 2);
        add_filter('woocommerce_cancel_unpaid_order', [self::class, 'mayCancel'], 10, 2);
        add_filter('woocommerce_valid_order_statuses_for_payment', [self::class, 'payable'], 10, 2);
        add_action('woocommerce_admin_order_data_after_billing_address', [OrderPanel::class, 'show']);
    }

    /**
     * WooCommerce cancels unpaid orders after a time of its own, also while money is on its way.
     *
     * @param bool|mixed $cancel
     * @param \WC_Order  $order
     */
    public static function mayCancel($cancel, $order): bool
    {
        $expires = $order->get_payment_method() === self::ID ? Attempts::of($order)->expires() : 0;
        return $cancel && time() > $expires + self::PATIENCE;
    }

    /**
     * An order that we hold because only a part was paid can still be paid in full.
     *
     * @param string[]       $statuses
     * @param \WC_Order|null $order
     * @return string[]
     */
    public static function payable($statuses, $order = null): array
    {
        if ($order instanceof \WC_Order && $order->get_date_paid() === null) {
            $book = new Book($order);
            if ($book->isHeld() && !$book->settled()->isZero()) {
                $statuses[] = 'on-hold';
            }
        }
        return array_unique($statuses);
    }
}
