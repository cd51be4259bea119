<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * The page on which a merchant connects the shop and sees whether all is well.
 */
final class ConnectPage
{
    private const SLUG = 'bluejay';
    private const ACTION = 'bluejay_connect';

    /** @var string */
    private $file;

    public function __construct(string $file)
    {
        $this->file = $file;
    }

    public function hook(): void
    {
        add_action('admin_menu', [$this, 'addToMenu'], 60);
        add_action('admin_post_' . self::ACTION, [$this, 'submit']);
        add_action('wp_ajax_bluejay_ping', [$this, 'ping']);
        add_action('wp_ajax_bluejay_pinged', [$this, 'pinged']);
        add_filter('plugin_action_links_' . plugin_basename($this->file), static function (array $links): array {
            $link = '<a href="' . esc_url(self::url()) . '">' . esc_html__('Connect', 'bluejay-for-woocommerce') . '</a>';
            return array_merge([$link], $links);
        });
    }

    public static function url(): string
    {
        return admin_url('admin.php?page=' . self::SLUG);
    }

    public function addToMenu(): void
    {
        $page = add_submenu_page(
            class_exists('WooCommerce') ? 'woocommerce' : 'options-general.php',
            'Bluejay',
            'Bluejay',
            self::capability(),
            self::SLUG,
            [$this, 'show']
        );
        add_action('load-' . $page, function (): void {
            $script = plugins_url('assets/admin.js', $this->file);
            wp_enqueue_script('bluejay-admin', $script, [], Plugin::VERSION, true);
        });
    }

    public function show(): void
    {
        echo '<div class="wrap"><h1>' . esc_html__('Bluejay: connection and health', 'bluejay-for-woocommerce') . '</h1>';
        $said = get_transient($this->saidName());
        delete_transient($this->saidName());
        if (is_array($said)) {
            $class = $said['good'] ? 'notice-success' : 'notice-error';
            echo '<div class="notice ' . esc_attr($class) . '"><p>' . esc_html($said['text']) . '</p></div>';
        }
        foreach (Connection::all() as $connection) {
            $this->showConnection($connection);
        }
        $this->showForm();
        (new HealthPanel())->show();
        echo '</div>';
    }

    public function submit(): void
    {
        $this->mustBeAllowed();
        try {
            $text = $this->carryOut($this->field('do'));
            $this->say(true, $text);
        } catch (\InvalidArgumentException | Unreachable $failure) {
            $this->say(false, $failure->getMessage());
        } catch (ApiProblem $problem) {
            $this->say(false, self::explain($problem));
        }
        wp_safe_redirect(wp_get_referer() ?: self::url());
        exit;
    }

    public function ping(): void
    {
        $this->mustBeAllowed();
        $connection = Connection::find($this->field('environment'));
        try {
            if ($connection === null || $connection->endpoint() === '') {
                throw new \InvalidArgumentException(__('There is no webhook endpoint to test.', 'bluejay-for-woocommerce'));
            }
            wp_send_json_success(['event' => Api::to($connection)->ping($connection->endpoint())]);
        } catch (\InvalidArgumentException | Unreachable | ApiProblem $failure) {
            wp_send_json_error(['said' => $failure->getMessage()]);
        }
    }

    public function pinged(): void
    {
        $this->mustBeAllowed();
        $event = $this->field('event');
        wp_send_json_success(['came' => $event !== '' && get_option(WebhookDoor::PING) === $event]);
    }

    private function carryOut(string $what): string
    {
        if ($what === 'connect') {
            $connection = Connecting::connect(
                $this->field('url'),
                $this->field('key'),
                $this->field('shop'),
                $this->field('secret')
            );
            /* translators: 1: name of a shop, 2: live or sandbox */
            return sprintf(__('Connected to %1$s (%2$s). Now offer it: WooCommerce, Settings, Payments.', 'bluejay-for-woocommerce'), $connection->shopName(), $connection->environment());
        }
        $connection = Connection::find($this->field('environment'));
        if ($connection === null) {
            throw new \InvalidArgumentException(__('There is no such connection any more.', 'bluejay-for-woocommerce'));
        }
        if ($what === 'rotate') {
            Connecting::rotate($connection);
            return __('The webhook secret was renewed.', 'bluejay-for-woocommerce');
        }
        Connecting::disconnect($connection);
        return __('Disconnected. Orders that are open now cannot be followed any more.', 'bluejay-for-woocommerce');
    }

    private function showConnection(Connection $connection): void
    {
        echo '<h2>' . esc_html($connection->shopName() . ' (' . $connection->environment() . ')') . '</h2>';
        echo '<p>' . esc_html($connection->url()) . '</p>';
        $this->openForm();
        echo '<input type="hidden" name="environment" value="' . esc_attr($connection->environment()) . '">';
        if ($connection->endpoint() !== '') {
            echo '<button class="button" name="do" value="rotate">' . esc_html__('Renew the webhook secret', 'bluejay-for-woocommerce') . '</button> ';
        }
        echo '<button class="button" name="do" value="disconnect">' . esc_html__('Disconnect', 'bluejay-for-woocommerce') . '</button></form>';
    }

    private function showForm(): void
    {
        echo '<h2>' . esc_html__('Connect a gateway', 'bluejay-for-woocommerce') . '</h2>';
        echo '<p>' . esc_html__('Two fields and one click. A key of the sandbox connects the test mode, a live key the real one; both can be there.', 'bluejay-for-woocommerce') . '</p>';
        $this->openForm();
        echo '<table class="form-table" role="presentation">';
        $this->input('url', 'url', __('Address of the gateway', 'bluejay-for-woocommerce'), true);
        $this->input('key', 'password', __('API key', 'bluejay-for-woocommerce'), true);
        $this->input('shop', 'text', __('Id of the Bluejay shop (only if the key sees several)', 'bluejay-for-woocommerce'), false);
        $this->input('secret', 'password', __('Webhook secret (only if the key may not register webhooks)', 'bluejay-for-woocommerce'), false);
        echo '</table><p><button class="button button-primary" name="do" value="connect">' . esc_html__('Connect', 'bluejay-for-woocommerce') . '</button></p></form>';
    }

    private function openForm(): void
    {
        echo '<form method="post" action="' . esc_url(admin_url('admin-post.php')) . '">';
        echo '<input type="hidden" name="action" value="' . esc_attr(self::ACTION) . '">';
        wp_nonce_field(self::SLUG);
    }

    private function input(string $name, string $type, string $label, bool $required): void
    {
        echo '<tr><th><label for="bluejay-' . esc_attr($name) . '">' . esc_html($label) . '</label></th><td>'
            . '<input class="regular-text" autocomplete="off" id="bluejay-' . esc_attr($name) . '" type="' . esc_attr($type)
            . '" name="' . esc_attr($name) . '"' . ($required ? ' required' : '') . '></td></tr>';
    }

    private static function explain(ApiProblem $problem): string
    {
        if ($problem->status() === 401) {
            return __('The gateway does not know this key.', 'bluejay-for-woocommerce');
        }
        if ($problem->status() === 403) {
            return __('The key may not do this. It needs shops:read, invoices:read, invoices:write, webhook-endpoints:read and webhook-endpoints:write; without the last two, enter the shop\'s webhook secret.', 'bluejay-for-woocommerce');
        }
        return $problem->getMessage();
    }

    private function mustBeAllowed(): void
    {
        if (!current_user_can(self::capability()) || !check_ajax_referer(self::SLUG, false, false)) {
            wp_die(esc_html__('You are not allowed to do this.', 'bluejay-for-woocommerce'), '', ['response' => 403]);
        }
    }

    private function field(string $name): string
    {
        // phpcs:ignore WordPress.Security.NonceVerification -- mustBeAllowed() has checked it.
        return isset($_POST[$name]) ? trim(sanitize_text_field(wp_unslash($_POST[$name]))) : '';
    }

    private function say(bool $good, string $text): void
    {
        set_transient($this->saidName(), ['good' => $good, 'text' => $text], 60);
    }

    private function saidName(): string
    {
        return 'bluejay_said_' . get_current_user_id();
    }

    private static function capability(): string
    {
        return class_exists('WooCommerce') ? 'manage_woocommerce' : 'manage_options';
    }
}
