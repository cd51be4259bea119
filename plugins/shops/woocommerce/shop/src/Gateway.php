<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Bluejay as a payment method of the shop, for the classic checkout and the page on which an order is paid later.
 */
final class Gateway extends \WC_Payment_Gateway
{
    public function __construct()
    {
        $this->id = Plugin::ID;
        $this->method_title = 'Bluejay';
        $this->method_description = __('Payers pay on the page of your own Bluejay gateway: M-Pesa, Pix, crypto.', 'bluejay-for-woocommerce');
        $this->has_fields = false;
        $this->supports = ['products', 'refunds'];
        $this->init_form_fields();
        $this->init_settings();
        $this->title = $this->get_option('title');
        $this->description = $this->get_option('description');
        add_action('woocommerce_update_options_payment_gateways_' . $this->id, [$this, 'process_admin_options']);
    }

    // phpcs:disable PSR1.Methods.CamelCapsMethodName -- these names are WooCommerce's.

    public function init_form_fields(): void
    {
        $this->form_fields = [
            'enabled' => [
                'title' => __('Offer it', 'bluejay-for-woocommerce'), 'type' => 'checkbox', 'default' => 'no',
                'label' => __('Let customers pay with Bluejay', 'bluejay-for-woocommerce'),
            ],
            'title' => [
                'title' => __('Name', 'bluejay-for-woocommerce'), 'type' => 'safe_text',
                'default' => __('M-Pesa, Pix or crypto', 'bluejay-for-woocommerce'),
            ],
            'description' => [
                'title' => __('Description', 'bluejay-for-woocommerce'), 'type' => 'textarea',
                'default' => __('You pay on a secure page and come back here.', 'bluejay-for-woocommerce'),
            ],
            'test_mode' => [
                'title' => __('Test mode', 'bluejay-for-woocommerce'), 'type' => 'checkbox', 'default' => 'no',
                'label' => __('Use the sandbox: no real money moves', 'bluejay-for-woocommerce'),
            ],
            'minutes' => [
                'title' => __('Minutes to pay', 'bluejay-for-woocommerce'), 'type' => 'number', 'default' => '30',
                'custom_attributes' => ['min' => '5', 'max' => '43200'],
            ],
            'methods' => [
                'title' => __('Only these methods', 'bluejay-for-woocommerce'), 'type' => 'text', 'default' => '',
                'description' => __('Ids such as mpesa, with spaces between; empty for all.', 'bluejay-for-woocommerce'),
            ],
        ] + $this->statusFields();
    }

    public function admin_options(): void
    {
        echo '<p><a class="button" href="' . esc_url(ConnectPage::url()) . '">'
            . esc_html__('Connection and health', 'bluejay-for-woocommerce') . '</a></p>';
        parent::admin_options();
    }

    public function needs_setup(): bool
    {
        return Connection::find(Settings::environment()) === null;
    }

    public function is_available(): bool
    {
        return parent::is_available() && !$this->needs_setup();
    }

    public function get_description(): string
    {
        $description = (string) parent::get_description();
        return Settings::environment() === Connection::SANDBOX
            ? $description . ' <strong>' . esc_html__('Test mode: no real money moves.', 'bluejay-for-woocommerce') . '</strong>'
            : $description;
    }

    /**
     * @param int $orderId
     * @return array<string, string>
     */
    public function process_payment($orderId): array
    {
        try {
            return ['result' => 'success', 'redirect' => Checkout::open((int) $orderId)];
        } catch (MoneyMoving $moving) {
            wc_add_notice(__('A payment for this order is on its way. Please wait for it and do not pay again.', 'bluejay-for-woocommerce'), 'error');
        } catch (Busy | Unreachable | ApiProblem $failure) {
            wc_get_logger()->error(
                'no invoice order=' . $orderId . ' reason=' . $failure->getMessage(),
                ['source' => Plugin::ID]
            );
            wc_add_notice(__('The payment page cannot be reached just now. Nothing was paid; please try again.', 'bluejay-for-woocommerce'), 'error');
        }
        return ['result' => 'failure'];
    }

    /**
     * @param int         $orderId
     * @param string|null $amount
     * @param string      $reason
     * @return true|\WP_Error
     */
    public function process_refund($orderId, $amount = null, $reason = '')
    {
        if ($amount === null || (float) $amount <= 0) {
            return new \WP_Error('bluejay_amount', __('Say how much to refund.', 'bluejay-for-woocommerce'));
        }
        return Refunds::pay((int) $orderId, Orders::amount($amount));
    }

    // phpcs:enable

    /** @return array<string, array<string, mixed>> */
    private function statusFields(): array
    {
        $states = [];
        foreach (wc_get_order_statuses() as $name => $label) {
            $states[substr($name, 0, 3) === 'wc-' ? substr($name, 3) : $name] = $label;
        }
        $only = static function (array $names) use ($states): array {
            return array_intersect_key($states, array_flip($names));
        };
        $others = array_diff_key($states, array_flip(['pending', 'cancelled', 'failed', 'refunded', 'checkout-draft']));
        $leave = ['' => __('Leave the order as it is', 'bluejay-for-woocommerce')];
        return [
            'status_paid' => $this->choice(__('When it is paid', 'bluejay-for-woocommerce'), '', ['' => __('As WooCommerce decides', 'bluejay-for-woocommerce')] + $others),
            'status_unconfirmed' => $this->choice(__('When money is seen, but not confirmed', 'bluejay-for-woocommerce'), 'on-hold', $leave + $only(['on-hold'])),
            'status_expired' => $this->choice(__('When nobody paid in time', 'bluejay-for-woocommerce'), 'cancelled', $leave + $only(['cancelled', 'failed'])),
        ];
    }

    /**
     * @param array<string, string> $options
     * @return array<string, mixed>
     */
    private function choice(string $title, string $default, array $options): array
    {
        return ['title' => $title, 'type' => 'select', 'default' => $default, 'options' => $options];
    }
}
