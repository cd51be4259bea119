import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';

import { verified } from '../src/signature';

const OLD = `whsec_${Buffer.from('the old secret of the shop').toString('base64')}`;
const NEW = `whsec_${Buffer.from('the new secret of the shop').toString('base64')}`;
const BODY = '{"id":"e1","type":"invoice.paid","object":{"type":"invoice","id":"A"},"data":{"amount":"49.00"}}';

function signed(body: string, secret = NEW, at = new Date()): [Buffer, Record<string, string>] {
  const headers = {
    'webhook-id': 'e1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('e1', at, body),
  };
  return [Buffer.from(body), headers];
}

test('reads what the gateway has signed, with either secret during rotation', () => {
  assert.deepEqual(verified(...signed(BODY), [NEW]), { id: 'e1', type: 'invoice.paid', invoice: 'A' });
  assert.equal(verified(...signed(BODY, OLD), [NEW, OLD])?.id, 'e1');
});

test('finds the invoice that a payment is for', () => {
  const body = '{"id":"e2","type":"payment.received","object":{"type":"payment","id":"P"},"data":{"invoiceId":"A"}}';
  assert.equal(verified(...signed(body), [NEW])?.invoice, 'A');
  const ping = '{"id":"e3","type":"test.ping","object":{"type":"endpoint","id":"x"},"data":{}}';
  assert.equal(verified(...signed(ping), [NEW])?.invoice, undefined);
});

test('refuses a changed byte, the same JSON written otherwise, another secret, and no signature', () => {
  const [body, headers] = signed(BODY);
  assert.equal(verified(Buffer.from(BODY.replace('49', '94')), headers, [NEW]), undefined);
  assert.equal(verified(Buffer.from(JSON.stringify(JSON.parse(BODY), null, 1)), headers, [NEW]), undefined);
  assert.equal(verified(body, headers, [OLD]), undefined);
  assert.equal(verified(body, {}, [NEW]), undefined);
  assert.equal(verified(body, { ...headers, 'webhook-id': 'e9' }, [NEW]), undefined);
  assert.equal(verified(body, { ...headers, 'webhook-signature': ['v1,', 'v1,'] }, [NEW]), undefined);
});

test('refuses what is older or newer than five minutes', () => {
  const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);
  assert.equal(verified(...signed(BODY, NEW, minutes(-4)), [NEW])?.id, 'e1');
  assert.equal(verified(...signed(BODY, NEW, minutes(-6)), [NEW]), undefined);
  assert.equal(verified(...signed(BODY, NEW, minutes(6)), [NEW]), undefined);
});

test('refuses what is signed and no event', () => {
  assert.equal(verified(...signed('{"type":"invoice.paid"}'), [NEW]), undefined);
  assert.equal(verified(...signed('null'), [NEW]), undefined);
});
