<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Where the gateway's webhooks come in.
 *
 * A webhook only says which order to look at; 2xx means that the order has been brought up to date, and 503
 * that the gateway should tell it again.
 */
final class WebhookDoor
{
    public const LAST = 'bluejay_last_webhook';
    public const PING = 'bluejay_last_ping';
    private const SPACE = 'bluejay/v1';
    private const MAX_BYTES = 262144;

    public static function register(): void
    {
        register_rest_route(self::SPACE, '/webhook', [
            'methods' => 'POST',
            'callback' => [self::class, 'receive'],
            // The signature is the permission; it is checked over the raw body.
            'permission_callback' => '__return_true',
        ]);
    }

    public static function url(): string
    {
        return rest_url(self::SPACE . '/webhook');
    }

    /** @param \WP_REST_Request $request */
    public static function receive($request): \WP_REST_Response
    {
        $body = (string) $request->get_body();
        if (strlen($body) > self::MAX_BYTES) {
            return self::answer(413, 'too large');
        }
        try {
            self::verify($request, $body);
        } catch (BadSignature $bad) {
            return self::answer(401, $bad->getMessage());
        }
        $event = json_decode($body, true);
        if (!is_array($event) || !is_string($event['type'] ?? null)) {
            return self::answer(400, 'the body is no event');
        }
        update_option(self::LAST, time(), false);
        if ($event['type'] === 'test.ping') {
            update_option(self::PING, (string) ($event['id'] ?? ''), false);
            return self::answer(200, 'pong');
        }
        return self::settle($event);
    }

    /** @param \WP_REST_Request $request */
    private static function verify($request, string $body): void
    {
        $secrets = [];
        foreach (Connection::all() as $connection) {
            $secrets = array_merge($secrets, $connection->secrets(time()));
        }
        Signature::verify(
            $secrets,
            (string) $request->get_header('webhook-id'),
            (string) $request->get_header('webhook-timestamp'),
            (string) $request->get_header('webhook-signature'),
            $body,
            time()
        );
    }

    /** @param array<string, mixed> $event */
    private static function settle(array $event): \WP_REST_Response
    {
        try {
            $invoice = self::invoiceId($event);
            $order = $invoice === '' ? 0 : self::orderId($event, $invoice);
            if ($order === 0 || !Reconciler::reconcile($order, Reconciler::WEBHOOK, $invoice)) {
                return self::answer(200, 'about nothing of this shop');
            }
            return self::answer(200, 'done');
        } catch (Busy | Unreachable | ApiProblem $failure) {
            wc_get_logger()->warning('webhook postponed reason=' . $failure->getMessage(), ['source' => Plugin::ID]);
            $answer = self::answer(503, 'come again');
            $answer->header('Retry-After', '5');
            return $answer;
        }
    }

    /** @param array<string, mixed> $event */
    private static function invoiceId(array $event): string
    {
        $data = is_array($event['data'] ?? null) ? $event['data'] : [];
        $isInvoice = strncmp($event['type'], 'invoice.', 8) === 0;
        $id = $isInvoice ? ($data['id'] ?? '') : ($data['invoiceId'] ?? '');
        return is_string($id) && preg_match('/^[0-9a-fA-F-]{36}$/D', $id) ? $id : '';
    }

    /**
     * The order's number, from what we wrote on the invoice when it was made.
     *
     * @param array<string, mixed> $event
     */
    private static function orderId(array $event, string $invoice): int
    {
        $metadata = $event['data']['metadata'] ?? null;
        if (!is_array($metadata)) {
            $connection = Connection::find((string) ($event['environment'] ?? ''));
            if ($connection === null) {
                return 0;
            }
            $known = Api::to($connection)->invoice($invoice);
            $metadata = ['source' => $known->metadata('source'), 'order' => $known->metadata('order')];
        }
        return ($metadata['source'] ?? '') === 'woocommerce' ? absint($metadata['order'] ?? 0) : 0;
    }

    private static function answer(int $status, string $said): \WP_REST_Response
    {
        return new \WP_REST_Response(['said' => $said], $status);
    }
}
