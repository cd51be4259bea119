<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * The gateway's API, as far as a shop needs it.
 *
 * Every call ends within a few seconds: in an answer, in an {@see ApiProblem} (refused for good), or as
 * {@see Unreachable} (may or may not have happened; the same Idempotency-Key makes asking again safe).
 */
final class Api
{
    private const SECONDS = 6;
    private const MAX_BYTES = 1048576;

    /** @var string */
    private $url;

    /** @var string */
    private $key;

    /** @var string|null */
    private $date;

    public function __construct(string $url, string $key)
    {
        $this->url = rtrim($url, '/');
        $this->key = $key;
    }

    public static function to(Connection $connection): self
    {
        return new self($connection->url(), $connection->key());
    }

    public function invoice(string $id): Invoice
    {
        $invoice = new Invoice($this->call('GET', '/invoices/' . rawurlencode($id)));
        if (strcasecmp($invoice->id(), $id) !== 0) {
            throw new Unreachable("The answer is about another invoice than $id: is there a cache in between?");
        }
        return $invoice;
    }

    /** @param array<string, mixed> $request */
    public function createInvoice(array $request, string $idempotencyKey): Invoice
    {
        return new Invoice($this->call('POST', '/invoices', $request, $idempotencyKey));
    }

    /** @throws ApiProblem attempt-in-flight while money may be moving */
    public function cancelInvoice(string $id): Invoice
    {
        return new Invoice($this->call('POST', '/invoices/' . rawurlencode($id) . '/cancel', []));
    }

    /** @return array<string, mixed> the refund */
    public function refund(string $invoice, Amount $amount, string $idempotencyKey): array
    {
        $path = '/invoices/' . rawurlencode($invoice) . '/refunds';
        return $this->call('POST', $path, ['amount' => $amount->text()], $idempotencyKey);
    }

    /** @return array<int, array<string, mixed>> at most two: one is what we want, more must be chosen from */
    public function shops(): array
    {
        return array_values($this->call('GET', '/shops?limit=2'));
    }

    /** @return array<string, mixed> */
    public function shop(string $id): array
    {
        return $this->call('GET', '/shops/' . rawurlencode($id));
    }

    /** @return array<string, mixed> with the secret, this once */
    public function createEndpoint(string $shop, string $url, string $description): array
    {
        $request = [
            'shopId' => $shop,
            'url' => $url,
            'types' => ['invoice.*', 'payment.reversed', 'refund.*', 'test.*'],
            'description' => $description,
        ];
        return $this->call('POST', '/webhook-endpoints', $request);
    }

    /** @return array<string, mixed> */
    public function endpoint(string $id): array
    {
        return $this->call('GET', '/webhook-endpoints/' . rawurlencode($id));
    }

    public function removeEndpoint(string $id): void
    {
        $this->call('DELETE', '/webhook-endpoints/' . rawurlencode($id));
    }

    /** @return array<string, mixed> with the new secret, this once */
    public function rotateSecret(string $id): array
    {
        return $this->call('POST', '/webhook-endpoints/' . rawurlencode($id) . '/rotate-secret', []);
    }

    /** @return string the id of the event that is now on its way to us */
    public function ping(string $endpoint): string
    {
        $event = $this->call('POST', '/webhook-endpoints/' . rawurlencode($endpoint) . '/ping', []);
        return (string) ($event['id'] ?? '');
    }

    /** How far the gateway's clock was ahead of ours at the last answer, in seconds; null before one. */
    public function clockAhead(int $now): ?int
    {
        $time = $this->date === null ? false : strtotime($this->date);
        return $time === false ? null : $time - $now;
    }

    /**
     * @param array<string, mixed>|null $body
     * @return array<mixed> the answer's "data"
     */
    private function call(string $method, string $path, ?array $body = null, string $idempotencyKey = ''): array
    {
        $headers = ['X-API-Key' => $this->key, 'Accept' => 'application/json'];
        if ($idempotencyKey !== '') {
            $headers['Idempotency-Key'] = $idempotencyKey;
        }
        $arguments = [
            'method' => $method,
            'timeout' => self::SECONDS,
            'redirection' => 0,
            'limit_response_size' => self::MAX_BYTES,
            'user-agent' => 'Bluejay-for-WooCommerce/' . Plugin::VERSION,
        ];
        if ($body !== null) {
            $headers['Content-Type'] = 'application/json';
            $arguments['body'] = (string) wp_json_encode((object) $body);
        }
        $answer = wp_remote_request($this->url . '/api/v1' . $path, $arguments + ['headers' => $headers]);
        if (is_wp_error($answer)) {
            throw new Unreachable($answer->get_error_message());
        }
        return $this->data($answer);
    }

    /**
     * @param array<string, mixed> $answer
     * @return array<mixed>
     */
    private function data(array $answer): array
    {
        $status = (int) wp_remote_retrieve_response_code($answer);
        $date = wp_remote_retrieve_header($answer, 'date');
        $this->date = is_string($date) && $date !== '' ? $date : null;
        if ($status === 204) {
            return [];
        }
        $document = json_decode(wp_remote_retrieve_body($answer), true);
        if ($status >= 200 && $status < 300 && is_array($document) && is_array($document['data'] ?? null)) {
            return $document['data'];
        }
        if ($status >= 400 && $status < 500 && $status !== 429 && is_array($document)) {
            $detail = (string) ($document['detail'] ?? $document['title'] ?? 'refused');
            throw new ApiProblem($status, (string) ($document['code'] ?? ''), $detail);
        }
        throw new Unreachable(sprintf('%s answered HTTP %d without a usable body.', $this->url, $status));
    }
}
