import assert from 'node:assert/strict';
import { createServer, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { Gateway, GatewayRefused, GatewayUnclear } from '../src/gateway';
import { BluejayOptions, settle } from '../src/options';

const INVOICE = {
  id: 'A',
  status: 'pending',
  currencyAmount: '49.00',
  currencySymbol: 'USD',
  amountPaid: '0.00',
  amountPending: '0.00',
  amountRefunded: '0.00',
  exceptions: [],
  checkoutUrl: 'http://gateway/pay/x',
  expiresAt: '2026-01-01T12:30:00Z',
  newInTheNextVersion: true,
};

const OPTIONS: BluejayOptions = {
  gatewayUrl: 'http://gateway/',
  apiKey: 'key',
  shopId: 'shop',
  webhookSecret: 'whsec_QUJD',
  serverUrl: 'http://shop',
  returnUrl: 'http://store/thanks/{code}',
};

const ORDER = {
  amount: '49.00',
  currency: 'USD',
  orderCode: 'T1',
  webhookUrl: 'http://shop/hook',
  redirectUrl: 'http://shop/return',
  cancelUrl: 'http://store',
};

interface Heard {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** A gateway that gives one answer, and tells what it was asked. */
async function answering(
  status: number,
  body: string,
  work: (gateway: Gateway, heard: readonly Heard[]) => Promise<void>,
): Promise<void> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      heard.push({ request, body: Buffer.concat(parts).toString() });
      response.writeHead(status, { 'Content-Type': 'application/json', Location: '/elsewhere' }).end(body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await work(new Gateway(settle({ ...OPTIONS, gatewayUrl: `http://127.0.0.1:${port}` })), heard);
  } finally {
    server.close();
  }
}

test('makes an invoice with one POST under its key', async () => {
  await answering(201, JSON.stringify({ data: INVOICE }), async (gateway, heard) => {
    const made = await gateway.create(ORDER, 'vendure:T1:1:49.00:USD');
    assert.equal(made.checkoutUrl, 'http://gateway/pay/x');
    assert.equal(heard.length, 1);
    assert.equal(heard[0]?.request.headers['idempotency-key'], 'vendure:T1:1:49.00:USD');
    assert.equal(heard[0]?.request.headers['x-api-key'], 'key');
    assert.equal(JSON.parse(heard[0]?.body ?? '').currencyAmount, '49.00');
  });
});

test('tells a refusal from silence', async () => {
  const problem = JSON.stringify({ code: 'attempt-in-flight', detail: 'somebody may be paying', status: 409 });
  await answering(409, problem, async gateway => {
    await assert.rejects(gateway.cancel('A'), (failure: unknown) =>
      failure instanceof GatewayRefused && failure.code === 'attempt-in-flight',
    );
  });
  const silent: Array<[number, string]> = [
    [503, problem],
    [429, problem],
    [200, '<html>maintenance</html>'],
    [200, '{"data":{}}'],
    [200, JSON.stringify({ data: { ...INVOICE, status: 'frozen' } })],
    [302, problem],
    [200, JSON.stringify({ data: { ...INVOICE, orderDescription: 'x'.repeat(1_100_000) } })],
  ];
  for (const [status, body] of silent) {
    await answering(status, body, async (gateway, heard) => {
      await assert.rejects(gateway.read('A'), GatewayUnclear, `${status} ${body.slice(0, 40)}`);
      assert.equal(heard.length, 1, 'nothing is followed or sent twice');
    });
  }
});

test('never tells the key', async () => {
  await answering(401, '{"code":"unauthorized","detail":"no"}', async gateway => {
    await assert.rejects(gateway.read('A'), (failure: unknown) => !JSON.stringify(String(failure)).includes('key'));
  });
});

test('asks for a refund under its key', async () => {
  await answering(201, '{"data":{"id":"R","status":"pending"}}', async (gateway, heard) => {
    assert.deepEqual(await gateway.refund('A', '10.00', 'vendure-refund:1:1:10.00'), { id: 'R', status: 'pending' });
    assert.equal(heard[0]?.request.url, '/api/v1/invoices/A/refunds');
    assert.equal(heard[0]?.body, '{"amount":"10.00"}');
  });
});

test('a shop that is set up wrongly hears so when it starts', () => {
  assert.throws(() => settle({ ...OPTIONS, gatewayUrl: 'pay.example.com' }), /gatewayUrl/);
  assert.throws(() => settle({ ...OPTIONS, webhookSecret: 'secret' }), /whsec_/);
  assert.throws(() => settle({ ...OPTIONS, webhookSecret: [] }), /whsec_/);
  assert.throws(() => settle({ ...OPTIONS, returnUrl: 'http://store' }), /\{code\}/);
  assert.throws(() => settle({ ...OPTIONS, apiKey: '' }), /apiKey/);
  assert.throws(() => settle({ ...OPTIONS, timeForPayment: 0 }), /timeForPayment/);
  assert.equal(settle(OPTIONS).gatewayUrl, 'http://gateway');
});
