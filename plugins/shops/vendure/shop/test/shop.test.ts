import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Webhook } from 'standardwebhooks';

import { REFUND_DUE } from '../src';
import { GatewayProcess } from './gateway-process';
import { Shopper } from './session';
import { until } from './until';
import { VendureShop } from './vendure-shop';

const ROOT = process.env['BLUEJAY_ROOT'] ?? assert.fail('BLUEJAY_ROOT must be the folder of ./bluejay');
const WORK = process.env['BLUEJAY_WORK'] ?? assert.fail('BLUEJAY_WORK must be a folder to work in');
const CHROMIUM = process.env['BLUEJAY_CHROMIUM'] ?? '/usr/bin/chromium';
const PATIENCE = 60_000;

let gateway: GatewayProcess;
let shop: VendureShop;

before(async () => {
  gateway = await GatewayProcess.start(ROOT, WORK);
  shop = await VendureShop.start(gateway, WORK);
});

after(async () => {
  await shop?.stop();
  await gateway?.stop();
});

const shopper = (): Shopper => new Shopper(shop.url, shop.variant);

async function settled(code: string): Promise<void> {
  await until(`order ${code} to be paid`, PATIENCE, async () => (await shop.order(code)).state === 'PaymentSettled');
}

async function assertSettledOnce(code: string): Promise<void> {
  assert.equal(await shop.arrivals(code, 'PaymentSettled'), 1);
  assert.equal(await shop.arrivals(code, 'Settled', 'ORDER_PAYMENT_TRANSITION'), 1);
  assert.deepEqual((await shop.payments(code)).map(({ state, amount }) => [state, amount]), [['Settled', 4900]]);
}

/** Posts to the shop what the gateway might, or what somebody else would like it to. */
async function post(body: object, secret: string): Promise<number> {
  const text = JSON.stringify(body);
  const id = `forged-${process.hrtime.bigint()}`;
  const now = new Date();
  const response = await fetch(`${shop.url}/bluejay/webhook`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, text),
    },
    body: text,
  });
  return response.status;
}

const claim = (invoice: string, id = `event-${process.hrtime.bigint()}`): object => ({
  id,
  type: 'invoice.paid',
  object: { type: 'invoice', id: invoice },
  data: { id: invoice, status: 'paid', amountPaid: '49.00' },
});

test('a shopper pays in a real browser, and the order is settled once', async () => {
  const pictures = join(WORK, 'screenshots');
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync'],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const picture = (name: string): Promise<unknown> => page.screenshot({ path: join(pictures, `${name}.png`) });
    await page.goto(`${shop.url}/store`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('49.00 USD, AddingItems').waitFor();
    await picture('1-cart');
    await page.getByRole('button', { name: 'Pay with Bluejay' }).click();
    await page.locator('button[name=method][value=sandbox-code]').waitFor();
    await picture('2-checkout');
    await page.locator('button[name=method][value=sandbox-code]').click();
    const wallet = page.getByRole('link', { name: 'Open my wallet app' });
    const walletUrl = (await wallet.getAttribute('href')) ?? assert.fail('no wallet link');
    await picture('3-code');
    const app = await context.newPage();
    await app.goto(walletUrl);
    await app.locator('button[name=outcome][value=pay]').click();
    await app.getByRole('heading', { name: 'Test payment sent' }).waitFor();
    await page.getByRole('heading', { name: 'Payment complete' }).waitFor();
    await picture('4-paid');
    await page.getByRole('link', { name: /^Back to/ }).click();
    await page.getByText('PaymentSettled').waitFor();
    await picture('5-back-in-the-shop');
    const code = new URL(page.url()).searchParams.get('order') ?? assert.fail(`no order in ${page.url()}`);
    await assertSettledOnce(code);
    assert.equal((await gateway.invoicesOf(code)).length, 1);
  } finally {
    await browser.close();
  }
});

test('the webhook alone settles the order, and says nothing of silence', async () => {
  const { code, invoice } = await shopper().checksOut();
  await gateway.simulate(invoice, 'paid');
  await settled(code);
  await assertSettledOnce(code);
  assert.deepEqual(await shop.notes(code), []);
});

test('webhooks, return page and poll that all settle at once settle once', async () => {
  const { code, invoice } = await shopper().checksOut();
  shop.line = 'held';
  await gateway.simulate(invoice, 'paid');
  await gateway.awaitStatus(invoice, 'paid');
  await until('a webhook on its way', PATIENCE, () => shop.heldWebhooks() > 0);
  const returns = Array.from({ length: 8 }, () =>
    fetch(`${shop.url}/bluejay/return?order=${code}`, { redirect: 'manual' }),
  );
  const claims = Array.from({ length: 8 }, () => post(claim(invoice), gateway.webhookSecret));
  shop.release();
  await shop.letPatienceRunOut(invoice);
  for (const response of await Promise.all(returns)) {
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('location'), `${shop.url}/store?order=${code}`);
  }
  await Promise.all(claims);
  await settled(code);
  await assertSettledOnce(code);
});

test('an answer of the gateway that another server has acted upon since is asked for again', async () => {
  shop.line = 'lost';
  try {
    const { code, invoice } = await shopper().checksOut();
    assert.equal(await shop.looksWhileAnotherServerActs(code, invoice), 2);
  } finally {
    shop.line = 'open';
  }
});

test('a webhook that never arrives is made up for by the poll, with a note that says so', async () => {
  shop.line = 'lost';
  try {
    const { code, invoice } = await shopper().checksOut();
    await gateway.simulate(invoice, 'paid');
    await gateway.awaitStatus(invoice, 'paid');
    assert.equal((await shop.order(code)).state, 'ArrangingPayment');
    await shop.letPatienceRunOut(invoice);
    await settled(code);
    await assertSettledOnce(code);
    const notes = await shop.notes(code);
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /no webhook about invoice .* had come/);
  } finally {
    shop.line = 'open';
  }
});

test('a live invoice is used again, and only one payment is open', async () => {
  const buyer = shopper();
  const { code, invoice } = await buyer.checksOut();
  const again = await buyer.choosesBluejay();
  assert.equal(again.invoice, invoice);
  assert.deepEqual((await shop.payments(code)).map(({ state }) => state), ['Cancelled', 'Created']);
  assert.equal((await gateway.invoicesOf(code)).length, 1);
  await gateway.simulate(invoice, 'paid');
  await settled(code);
  assert.deepEqual((await shop.payments(code)).map(({ state }) => state), ['Cancelled', 'Settled']);
});

test('an invoice that asks for the wrong amount is called off, and its end touches no paid order', async () => {
  const buyer = shopper();
  const { code, invoice } = await buyer.checksOut();
  await buyer.goesTo('AddingItems');
  await buyer.adds(1);
  await buyer.goesTo('ArrangingPayment');
  const second = await buyer.choosesBluejay();
  assert.notEqual(second.invoice, invoice);
  await gateway.awaitStatus(invoice, 'cancelled');
  await gateway.simulate(second.invoice, 'paid');
  await settled(code);
  assert.equal(await post(claim(invoice), gateway.webhookSecret), 200);
  assert.equal((await shop.order(code)).state, 'PaymentSettled');
  assert.deepEqual(
    (await shop.payments(code)).map(({ state, amount }) => [state, amount]),
    [['Cancelled', 4900], ['Settled', 9800]],
  );
});

test('of two payments for one order the second is shown as a refund that is due', async () => {
  const buyer = shopper();
  const { code, invoice } = await buyer.checksOut();
  await gateway.startAttempt(invoice, 'sandbox-code');
  await buyer.goesTo('AddingItems');
  await buyer.adds(1);
  await buyer.goesTo('ArrangingPayment');
  const second = await buyer.choosesBluejay();
  assert.equal((await gateway.invoice(invoice)).status, 'pending');
  await gateway.simulate(second.invoice, 'paid');
  await settled(code);
  await gateway.simulate(invoice, 'paid');
  await until('the refund to be shown as due', PATIENCE, async () =>
    (await shop.history(code)).some(({ type }) => type === REFUND_DUE),
  );
  const history = await shop.history(code);
  const due = history.filter(({ type }) => type === REFUND_DUE);
  assert.equal(due.length, 1);
  assert.equal(due[0]?.data['amount'], '49.00');
  assert.match((await shop.notes(code)).join('\n'), /Refund due: 49\.00 USD/);
  assert.equal((await shop.order(code)).state, 'PaymentSettled');
  assert.equal((await shop.payments(code)).filter(({ state }) => state === 'Settled').length, 2);
  const admin = await shop.admin();
  const seen = await admin.ask<{ order: { history: { items: Array<{ type: string }> } } }>(
    'query($id: ID!) { order(id: $id) { history { items { type } } } }',
    { id: (await shop.order(code)).id },
  );
  assert.ok(seen.order.history.items.some(({ type }) => type === REFUND_DUE));
});

test('nobody can have an unpaid order marked paid', async () => {
  const { code, invoice } = await shopper().checksOut();
  const stranger = `whsec_${Buffer.from('somebody else altogether').toString('base64')}`;
  assert.equal(await post(claim(invoice), stranger), 401);
  assert.equal(await post(claim(invoice), gateway.webhookSecret), 200, 'signed, but not what the gateway says when asked');
  await fetch(`${shop.url}/bluejay/return?order=${code}`, { redirect: 'manual' });
  const admin = await shop.admin();
  const payment = (await shop.payments(code))[0] ?? assert.fail();
  const said = await admin.ask<{ settlePayment: { message?: string } }>(
    'mutation($id: ID!) { settlePayment(id: $id) { __typename ... on ErrorResult { message } } }',
    { id: payment.id },
  );
  assert.ok(said.settlePayment.message, JSON.stringify(said));
  assert.equal((await shop.order(code)).state, 'ArrangingPayment');
  assert.equal((await shop.payments(code))[0]?.state, 'Created');
});

test('the same event is handled once, and one about an unknown invoice is answered and left', async () => {
  const { invoice } = await shopper().checksOut();
  const event = claim(invoice, 'event-told-four-times');
  assert.deepEqual(
    await Promise.all([1, 2, 3, 4].map(() => post(event, gateway.webhookSecret))),
    [200, 200, 200, 200],
  );
  assert.equal(await shop.timesHandled('event-told-four-times'), 1);
  const stray = claim('019aa6f2-0000-7000-8000-000000000000', 'event-of-no-invoice');
  assert.equal(await post(stray, gateway.webhookSecret), 200);
  assert.equal(await shop.timesHandled('event-of-no-invoice'), 0);
  assert.equal((await fetch(`${shop.url}/bluejay/return?order=NOSUCHORDER`, { redirect: 'manual' })).status, 404);
});

test('a payment that is cancelled in the shop is called off at the gateway, unless it is paid', async () => {
  const { code, invoice } = await shopper().checksOut();
  const admin = await shop.admin();
  const cancel = async (): Promise<string | undefined> => {
    const payment = (await shop.payments(code))[0] ?? assert.fail();
    const said = await admin.ask<{ cancelPayment: { message?: string; state?: string } }>(
      'mutation($id: ID!) { cancelPayment(id: $id) { ... on Payment { state } ... on ErrorResult { message } } }',
      { id: payment.id },
    );
    return said.cancelPayment.state;
  };
  assert.equal(await cancel(), 'Cancelled');
  await gateway.awaitStatus(invoice, 'cancelled');
  const paid = await shopper().checksOut();
  await gateway.simulate(paid.invoice, 'paid');
  await settled(paid.code);
  const payment = (await shop.payments(paid.code))[0] ?? assert.fail();
  await admin.ask('mutation($id: ID!) { cancelPayment(id: $id) { __typename } }', { id: payment.id });
  await assertSettledOnce(paid.code);
});

test('a refund says settled only when the gateway has made it', async () => {
  const { code, invoice } = await shopper().checksOut();
  await gateway.simulate(invoice, 'paid');
  await settled(code);
  const payment = (await shop.payments(code))[0] ?? assert.fail();
  const admin = await shop.admin();
  await admin.ask(
    `mutation($id: ID!) { refundOrder(input: { paymentId: $id, amount: 1000, shipping: 0, adjustment: 0, reason: "damaged" }) {
       __typename ... on ErrorResult { message } } }`,
    { id: payment.id },
  );
  const refund = async () => (await shop.payments(code))[0]?.refunds[0] ?? assert.fail('no refund was written down');
  assert.equal((await refund()).total, 1000);
  await until('the refund to be made', PATIENCE, async () => (await refund()).state === 'Settled');
  assert.equal((await gateway.invoice(invoice)).amountRefunded, '10.00');
});

// Last: the clock is that of all invoices of the shop.
test('an attempt that expires closes its payment, and money that comes late still pays the order', async () => {
  const { code, invoice } = await shopper().checksOut();
  await gateway.startAttempt(invoice, 'sandbox-code');
  const paid = await shopper().checksOut();
  await gateway.simulate(paid.invoice, 'paid');
  await settled(paid.code);
  await gateway.advance('PT45M');
  await until('the payment to be closed', PATIENCE, async () => (await shop.payments(code))[0]?.state === 'Cancelled');
  assert.equal((await shop.order(code)).state, 'ArrangingPayment');
  await assertSettledOnce(paid.code);
  await gateway.simulate(invoice, 'late');
  await settled(code);
  assert.deepEqual((await shop.payments(code)).map(({ state }) => state), ['Cancelled', 'Settled']);
});
