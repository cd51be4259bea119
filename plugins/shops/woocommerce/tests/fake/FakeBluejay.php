<?php

/**
 * The gateway's API in memory, in the shapes of its published examples: invoices, idempotency keys, refunds, webhook
 * endpoints; and the ways in which a network fails.
 */
final class FakeBluejay
{
    public const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

    /** @var FakeBluejay */
    public static $gateway;

    /** @var array<string, array<string, mixed>> */
    public $invoices = [];

    /** @var array<string, array{string, array<string, mixed>}> by idempotency key */
    private $answers = [];

    /** @var string[] */
    public $calls = [];

    /** @var string '', 'before' (lost on the way there), 'after' (lost on the way back), or a body that is none: 'html', 'json', 'half' */
    public $fault = '';

    /** @var bool */
    public $refunds = true;

    /** @var int */
    public $shops = 1;

    /** @var string what it answers as an endpoint's secret */
    public $secret = self::SECRET;

    /** @var int[] statuses for the next requests */
    public $refuse = [];

    /** @var int|null how many refunds it makes before it breaks down */
    public $refuseAfter;

    /** @var bool the answer to the next POST gets lost */
    public $loseNext = false;

    /** @var callable|null called while an invoice is being read */
    public $whileReading;

    /** @param array<string, mixed> $arguments */
    public function answer(string $url, array $arguments)
    {
        $path = substr($url, strlen('https://pay.example/api/v1'));
        $this->calls[] = $arguments['method'] . ' ' . $path;
        if ($this->fault === 'before') {
            return new WP_Error('http_request_failed', 'connection refused');
        }
        $astray = '{"data": {"id": "1", "status": "pending", "currencyAmount": "49", "currencySymbol": "USD", "amountPaid": "0", '
            . '"amountPending": "0", "amountRefunded": "0", "expiresAt": "2030-01-01T00:00:00Z", "checkoutUrl": "javascript:alert(1)"}}';
        $strange = [
            'html' => '<html>maintenance</html>', 'json' => '{"ok": true}', 'half' => '{"data": {"id": "1"}}', 'astray' => $astray,
        ];
        if (isset($strange[$this->fault])) {
            return ['status' => 200, 'body' => $strange[$this->fault]];
        }
        if ($this->refuse !== []) {
            return $this->problem(array_shift($this->refuse), 'refused');
        }
        $body = json_decode($arguments['body'] ?? '{}', true);
        $key = $arguments['headers']['Idempotency-Key'] ?? '';
        try {
            $answer = $this->once($key, $arguments['method'] . $path . json_encode($body), function () use ($arguments, $path, $body) {
                return $this->carryOut($arguments['method'], $path, $body);
            });
        } catch (RuntimeException $breakdown) {
            return ['status' => 502, 'body' => 'Bad gateway'];
        }
        $lost = $this->fault === 'after' || ($this->loseNext && $arguments['method'] === 'POST');
        $this->loseNext = $this->loseNext && $arguments['method'] !== 'POST';
        return $lost ? new WP_Error('http_request_failed', 'timed out') : $answer;
    }

    /** Money that settles. */
    public function pay(string $invoice, string $amount): void
    {
        $this->put($invoice, ['amountPaid' => $amount]);
        if ((float) $amount >= (float) $this->invoices[$invoice]['currencyAmount']) {
            $this->put($invoice, ['status' => 'paid']);
        }
    }

    /** @param array<string, mixed> $data */
    public function put(string $invoice, array $data): void
    {
        $this->invoices[$invoice] = $data + $this->invoices[$invoice];
    }

    public function last(): string
    {
        return (string) array_key_last($this->invoices);
    }

    /** @param string[] $secrets */
    public function webhook(string $type, string $invoice, array $secrets = [self::SECRET]): WP_REST_Request
    {
        // Only events of invoices carry the invoice; those of payments and refunds name it.
        $data = strpos($type, 'invoice.') === 0 ? $this->invoices[$invoice] : ['id' => 'x', 'invoiceId' => $invoice];
        $body = json_encode(['id' => 'evt-1', 'type' => $type, 'environment' => 'sandbox', 'data' => $data]);
        $signatures = [];
        foreach ($secrets as $secret) {
            $key = base64_decode(substr($secret, 6));
            $signatures[] = 'v1,' . base64_encode(hash_hmac('sha256', 'evt-1.' . FakeShop::$now . '.' . $body, $key, true));
        }
        return new WP_REST_Request($body, [
            'Webhook-Id' => 'evt-1', 'Webhook-Timestamp' => (string) FakeShop::$now,
            'Webhook-Signature' => implode(' ', $signatures),
        ]);
    }

    private function once(string $key, string $request, callable $work)
    {
        if ($key === '') {
            return $work();
        }
        if (isset($this->answers[$key])) {
            return $this->answers[$key][0] === $request
                ? $this->answers[$key][1]
                : $this->problem(422, 'idempotency-key-reused');
        }
        $answer = $work();
        $this->answers[$key] = [$request, $answer];
        return $answer;
    }

    private function carryOut(string $method, string $path, array $body): array
    {
        if ($method . $path === 'POST/invoices') {
            return $this->create($body);
        }
        if (preg_match('~^/invoices/([^/]+)(/cancel|/refunds|)$~', $path, $parts)) {
            return $this->invoice($parts[1], $parts[2], $body);
        }
        if (strpos($path, '/shops') === 0) {
            $shop = ['id' => 'shop-1', 'name' => 'Bakery', 'environment' => 'sandbox'];
            return $this->data(200, strpos($path, '/shops/') === 0 ? $shop : array_fill(0, $this->shops, $shop));
        }
        if ($method . $path === 'POST/webhook-endpoints') {
            return $this->data(201, ['id' => 'ep-1', 'url' => $body['url'], 'secret' => $this->secret]);
        }
        return $method === 'DELETE' ? ['status' => 204, 'body' => ''] : $this->problem(404, 'not-found');
    }

    private function create(array $body): array
    {
        $id = sprintf('019aa6f2-0000-7000-8000-%012d', count($this->invoices) + 1);
        $this->invoices[$id] = [
            'id' => $id, 'status' => 'pending', 'currencyAmount' => $body['currencyAmount'],
            'currencySymbol' => $body['currencySymbol'], 'amountPaid' => '0.00', 'amountPending' => '0.00',
            'amountRefunded' => '0.00', 'checkoutUrl' => 'https://pay.example/pay/' . $id, 'metadata' => $body['metadata'],
            'expiresAt' => gmdate('Y-m-d\TH:i:s.000000\Z', FakeShop::$now + 60 * $body['timeForPayment']),
        ];
        return $this->data(201, $this->invoices[$id]);
    }

    private function invoice(string $id, string $what, array $body): array
    {
        if (!isset($this->invoices[$id])) {
            return $this->problem(404, 'not-found');
        }
        if ($what === '/cancel') {
            if ($this->invoices[$id]['status'] === 'processing') {
                return $this->problem(409, 'attempt-in-flight');
            }
            $this->put($id, ['status' => 'cancelled']);
        }
        if ($what === '/refunds') {
            if (!$this->refunds) {
                return $this->problem(404, 'not-found');
            }
            if ($this->refuseAfter !== null && $this->refuseAfter-- <= 0) {
                throw new RuntimeException('breaks down');
            }
            $this->put($id, ['amountRefunded' => (string) ((float) $this->invoices[$id]['amountRefunded'] + (float) $body['amount'])]);
            return $this->data(201, ['id' => 're-1', 'status' => 'pending']);
        }
        if ($this->whileReading !== null) {
            $call = $this->whileReading;
            $this->whileReading = null;
            $call();
        }
        return $this->data(200, $this->invoices[$id]);
    }

    private function data(int $status, array $data): array
    {
        return ['status' => $status, 'body' => json_encode(['data' => $data, 'requestId' => 'r-1'])];
    }

    private function problem(int $status, string $code): array
    {
        return ['status' => $status, 'body' => json_encode(['status' => $status, 'code' => $code, 'detail' => $code])];
    }
}
