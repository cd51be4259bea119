import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InvoiceFacts, nextLook, OrderFacts, PaymentFacts, plan } from '../src/plan';

const invoice = (changes: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  id: 'A',
  status: 'pending',
  asked: 4900,
  paid: 0,
  refunded: 0,
  ...changes,
});

const payment = (changes: Partial<PaymentFacts> = {}): PaymentFacts => ({
  id: '1',
  invoice: 'A',
  state: 'Created',
  amount: 4900,
  refunds: [],
  ...changes,
});

const order = (changes: Partial<OrderFacts> = {}): OrderFacts => ({
  state: 'ArrangingPayment',
  total: 4900,
  invoices: [invoice()],
  payments: [payment()],
  ...changes,
});

const paid = invoice({ status: 'paid', paid: 4900 });

test('does nothing while nothing has come', () => {
  assert.deepEqual(plan(order()), []);
});

test('settles what is paid, and nothing when it is settled', () => {
  assert.deepEqual(plan(order({ invoices: [paid] })), [{ do: 'settle', payment: '1', invoice: 'A' }]);
  assert.deepEqual(
    plan(order({ state: 'PaymentSettled', invoices: [paid], payments: [payment({ state: 'Settled' })] })),
    [],
  );
});

test('authorises while money is on its way, and settles only when it is there', () => {
  const processing = invoice({ status: 'processing' });
  assert.deepEqual(plan(order({ invoices: [processing] })), [{ do: 'authorize', payment: '1', invoice: 'A' }]);
  assert.deepEqual(plan(order({ invoices: [processing], payments: [payment({ state: 'Authorized' })] })), []);
});

test('an expired attempt closes its own payment and touches no other', () => {
  const expired = invoice({ status: 'expired' });
  assert.deepEqual(plan(order({ invoices: [expired] })), [{ do: 'withdraw', payment: '1', invoice: 'A' }]);
  const other = invoice({ id: 'B', status: 'paid', paid: 4900 });
  const payments = [payment({ state: 'Cancelled' }), payment({ id: '2', invoice: 'B', state: 'Settled' })];
  assert.deepEqual(plan(order({ state: 'PaymentSettled', invoices: [expired, other], payments })), []);
});

test('money for an attempt that was closed still pays the order', () => {
  const steps = plan(order({ invoices: [paid], payments: [payment({ state: 'Cancelled' })] }));
  assert.deepEqual(steps, [{ do: 'record', invoice: 'A', amount: 4900 }]);
});

test('a second payment of one order is recorded, and due to be refunded', () => {
  const second = invoice({ id: 'B', status: 'paid', paid: 4900 });
  const payments = [payment({ state: 'Settled' }), payment({ id: '2', invoice: 'B' })];
  assert.deepEqual(plan(order({ state: 'PaymentSettled', invoices: [paid, second], payments })), [
    { do: 'settle', payment: '2', invoice: 'B' },
    { do: 'tell', notice: { kind: 'refund-due', amount: 4900, invoices: ['A', 'B'] } },
  ]);
});

test('what is refunded is due no more', () => {
  const second = invoice({ id: 'B', status: 'paid', paid: 4900, refunded: 4900 });
  const refunds = [{ id: '7', state: 'Settled', total: 4900 }];
  const payments = [payment({ state: 'Settled' }), payment({ id: '2', invoice: 'B', state: 'Settled', refunds })];
  assert.deepEqual(plan(order({ state: 'PaymentSettled', invoices: [paid, second], payments })), []);
});

test('too much money, and money for an order called off, is due to be refunded', () => {
  const over = invoice({ status: 'paid', paid: 5900 });
  const settled = [payment({ state: 'Settled' })];
  const due = (facts: OrderFacts): unknown[] => plan(facts).filter(step => step.do === 'tell');
  assert.deepEqual(due(order({ state: 'PaymentSettled', invoices: [over], payments: settled })), [
    { do: 'tell', notice: { kind: 'refund-due', amount: 1000, invoices: ['A'] } },
  ]);
  assert.deepEqual(due(order({ state: 'Cancelled', invoices: [paid], payments: settled })), [
    { do: 'tell', notice: { kind: 'refund-due', amount: 4900, invoices: ['A'] } },
  ]);
});

test('too little that came before the end is due to be refunded, and settles nothing', () => {
  const part = invoice({ status: 'expired', paid: 2000 });
  assert.deepEqual(plan(order({ invoices: [part] })), [
    { do: 'withdraw', payment: '1', invoice: 'A' },
    { do: 'tell', notice: { kind: 'refund-due', amount: 2000, invoices: ['A'] } },
  ]);
  assert.deepEqual(plan(order({ invoices: [invoice({ paid: 2000 })] })), []);
});

test('money paid another way makes ours one too many, and alone is no business of ours', () => {
  const cash: PaymentFacts = { id: '9', state: 'Settled', amount: 4900, refunds: [] };
  const steps = plan(order({ state: 'PaymentSettled', invoices: [paid], payments: [cash, payment()] }));
  assert.deepEqual(steps[1], { do: 'tell', notice: { kind: 'refund-due', amount: 4900, invoices: ['A'] } });
  const more = { ...cash, amount: 9900 };
  assert.deepEqual(plan(order({ state: 'PaymentSettled', payments: [more, payment()] })), []);
});

test('money that is taken back is told, and changes no order', () => {
  const back = invoice({ status: 'pending', paid: 0 });
  assert.deepEqual(plan(order({ state: 'Shipped', invoices: [back], payments: [payment({ state: 'Settled' })] })), [
    { do: 'tell', notice: { kind: 'reversed', invoice: 'A', paid: 0 } },
  ]);
});

test('an order that was changed while the payer paid is placed if the money is enough, and told if not', () => {
  const back = { state: 'AddingItems', invoices: [paid] };
  assert.deepEqual(plan(order({ ...back, total: 3000 })), [
    { do: 'settle', payment: '1', invoice: 'A' },
    { do: 'place' },
    { do: 'tell', notice: { kind: 'refund-due', amount: 1900, invoices: ['A'] } },
  ]);
  assert.deepEqual(plan(order({ ...back, total: 9800 })), [
    { do: 'settle', payment: '1', invoice: 'A' },
    { do: 'tell', notice: { kind: 'order-changed', received: 4900, total: 9800 } },
  ]);
});

test('a refund is settled when the gateway has made it, and told when the shop does not know of it', () => {
  const refunds = [
    { id: '7', state: 'Pending', total: 1000 },
    { id: '8', state: 'Pending', total: 2000 },
  ];
  const facts = (refunded: number, known = refunds): OrderFacts =>
    order({
      state: 'PaymentSettled',
      invoices: [invoice({ status: 'paid', paid: 4900, refunded })],
      payments: [payment({ state: 'Settled', refunds: known })],
    });
  assert.deepEqual(plan(facts(0)), []);
  assert.deepEqual(plan(facts(1000)), [{ do: 'settle-refund', refund: '7', invoice: 'A' }]);
  assert.deepEqual(plan(facts(3000)).length, 2);
  assert.deepEqual(plan(facts(1500, [])), [
    { do: 'tell', notice: { kind: 'refunded-elsewhere', invoice: 'A', refunded: 1500, known: 0 } },
  ]);
});

test('looks often while an invoice can be paid, ever more rarely after, and never after a month', () => {
  const createdAt = new Date('2026-01-01T12:00:00Z');
  const expiresAt = new Date('2026-01-01T12:30:00Z');
  const next = (status: 'pending' | 'paid' | 'expired', now: string): string | undefined =>
    nextLook({ createdAt, expiresAt, status }, new Date(now), 120_000)?.toISOString();
  assert.equal(next('pending', '2026-01-01T12:02:00Z'), '2026-01-01T12:04:00.000Z');
  assert.equal(next('paid', '2026-01-01T12:02:00Z'), '2026-01-01T13:02:00.000Z');
  assert.equal(next('expired', '2026-01-01T12:31:00Z'), '2026-01-01T13:31:00.000Z');
  assert.equal(next('expired', '2026-01-03T00:00:00Z'), '2026-01-04T00:00:00.000Z');
  assert.equal(next('pending', '2026-01-03T00:00:00Z'), '2026-01-04T00:00:00.000Z');
  assert.equal(next('expired', '2026-02-01T00:00:00Z'), undefined);
});
