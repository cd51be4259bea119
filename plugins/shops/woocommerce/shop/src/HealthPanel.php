<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Says in words whether payments will reach the orders, and what to do where they would not.
 */
final class HealthPanel
{
    private const GOOD = 'good';
    private const WARNING = 'warning';
    private const BAD = 'bad';

    /** The signature of a webhook is refused from 300 seconds on. */
    private const CLOCK_SECONDS = 60;
    private const OVERDUE_SECONDS = 900;

    public function show(): void
    {
        echo '<h2>' . esc_html__('Health', 'bluejay-for-woocommerce') . '</h2><table class="widefat striped" id="bluejay-health"><tbody>';
        $marks = [self::GOOD => '✔', self::WARNING => '!', self::BAD => '✘'];
        foreach ($this->findings() as $finding) {
            echo '<tr class="bluejay-' . esc_attr($finding[0]) . '"><td>' . esc_html($marks[$finding[0]]) . '</td><th>'
                . esc_html($finding[1]) . '</th><td>' . esc_html($finding[2]) . '</td></tr>';
        }
        echo '</tbody></table>';
        foreach (Connection::all() as $connection) {
            $this->showRoundTrip($connection);
        }
    }

    /** @return array<int, array{string, string, string}> how it is, what, and details */
    public function findings(): array
    {
        $findings = [$this->shop(), $this->https()];
        foreach (Connection::all() as $connection) {
            $findings = array_merge($findings, $this->gateway($connection));
        }
        if (Connection::all() === []) {
            $findings[] = [self::BAD, __('Gateway', 'bluejay-for-woocommerce'), __('Not connected yet.', 'bluejay-for-woocommerce')];
        }
        $findings[] = $this->lastWebhook();
        $findings[] = $this->lock();
        $findings[] = $this->scheduler();
        return $findings;
    }

    /** @return array{string, string, string} */
    private function shop(): array
    {
        $there = class_exists('WooCommerce');
        return [
            $there ? self::GOOD : self::BAD,
            'WooCommerce',
            $there ? (string) WC()->version : __('Not active: nothing can be paid.', 'bluejay-for-woocommerce'),
        ];
    }

    /** @return array{string, string, string} */
    private function https(): array
    {
        $safe = wp_parse_url(home_url(), PHP_URL_SCHEME) === 'https';
        return [
            $safe ? self::GOOD : self::WARNING,
            'HTTPS',
            $safe ? home_url() : __('The shop has no HTTPS address: a gateway on another machine will not send webhooks to it.', 'bluejay-for-woocommerce'),
        ];
    }

    /** @return array<int, array{string, string, string}> */
    private function gateway(Connection $connection): array
    {
        $label = __('Gateway', 'bluejay-for-woocommerce') . ' (' . $connection->environment() . ')';
        $api = Api::to($connection);
        try {
            $api->shop($connection->shop());
            $ahead = (int) $api->clockAhead(time());
            $findings = [[self::GOOD, $label, $connection->url()]];
            if (abs($ahead) > self::CLOCK_SECONDS) {
                /* translators: %d: a number of seconds */
                $findings[] = [self::BAD, __('Clock', 'bluejay-for-woocommerce'), sprintf(__('The clocks of shop and gateway are %d seconds apart; above 300 no webhook is believed.', 'bluejay-for-woocommerce'), abs($ahead))];
            }
            $findings[] = $this->endpoint($api, $connection);
            return $findings;
        } catch (Unreachable | ApiProblem $failure) {
            return [[self::BAD, $label, $failure->getMessage()]];
        }
    }

    /** @return array{string, string, string} */
    private function endpoint(Api $api, Connection $connection): array
    {
        $label = __('Webhook', 'bluejay-for-woocommerce') . ' (' . $connection->environment() . ')';
        if ($connection->endpoint() === '') {
            return [self::GOOD, $label, __('Each invoice names this shop\'s address itself.', 'bluejay-for-woocommerce')];
        }
        $endpoint = $api->endpoint($connection->endpoint());
        if (($endpoint['state'] ?? '') !== 'enabled') {
            return [self::BAD, $label, __('The gateway has given up sending. Mend the reason, then enable the endpoint in Bluejay.', 'bluejay-for-woocommerce')];
        }
        if (($endpoint['url'] ?? '') !== WebhookDoor::url()) {
            return [self::BAD, $label, __('The shop has moved since it was connected. Connect it again.', 'bluejay-for-woocommerce')];
        }
        return [self::GOOD, $label, (string) $endpoint['url']];
    }

    /** @return array{string, string, string} */
    private function lastWebhook(): array
    {
        $last = (int) get_option(WebhookDoor::LAST, 0);
        $label = __('Last webhook', 'bluejay-for-woocommerce');
        return $last === 0
            ? [self::WARNING, $label, __('None yet. Try the round trip.', 'bluejay-for-woocommerce')]
            : [self::GOOD, $label, (string) wp_date('c', $last)];
    }

    /** @return array{string, string, string} */
    private function lock(): array
    {
        $label = __('Database lock', 'bluejay-for-woocommerce');
        try {
            OrderLock::hold(0, static function (): void {
            });
            return [self::GOOD, $label, 'GET_LOCK'];
        } catch (Busy $busy) {
            return [self::BAD, $label, __('The database gives no locks (GET_LOCK): no payment can be settled.', 'bluejay-for-woocommerce')];
        }
    }

    /** @return array{string, string, string} */
    private function scheduler(): array
    {
        $label = __('Routine look-ups', 'bluejay-for-woocommerce');
        if (!function_exists('as_get_scheduled_actions')) {
            return [self::BAD, $label, __('Action Scheduler is missing; it comes with WooCommerce.', 'bluejay-for-woocommerce')];
        }
        $overdue = as_get_scheduled_actions([
            'hook' => Poll::LOOK, 'status' => 'pending', 'per_page' => 1,
            'date' => as_get_datetime_object(time() - self::OVERDUE_SECONDS), 'date_compare' => '<=',
        ], 'ids');
        return $overdue === []
            ? [self::GOOD, $label, __('On time.', 'bluejay-for-woocommerce')]
            : [self::WARNING, $label, __('Late by more than 15 minutes: see to it that WP-Cron runs.', 'bluejay-for-woocommerce')];
    }

    private function showRoundTrip(Connection $connection): void
    {
        if ($connection->endpoint() === '') {
            return;
        }
        echo '<p><button type="button" class="button bluejay-ping" data-url="' . esc_url(admin_url('admin-ajax.php'))
            . '" data-nonce="' . esc_attr(wp_create_nonce('bluejay')) . '" data-environment="'
            . esc_attr($connection->environment())
            /* translators: %s: a number of seconds */
            . '" data-good="' . esc_attr__('The webhook came back in %s seconds, and its signature is right.', 'bluejay-for-woocommerce')
            . '" data-bad="' . esc_attr__('No webhook came back. Is the shop reachable from the gateway, and does no firewall or security plugin stop POST requests to /wp-json/?', 'bluejay-for-woocommerce')
            . '">' . esc_html__('Test the round trip', 'bluejay-for-woocommerce') . ' (' . esc_html($connection->environment())
            . ')</button> <span role="status"></span></p>';
    }
}
