import {
  ConfigService,
  CreateRefundResult,
  Injector,
  LanguageCode,
  Logger,
  Order,
  Payment,
  PaymentMethodHandler,
} from '@vendure/core';

import { Books } from './books';
import { Checkout } from './checkout';
import { Gateway, GatewayRefused, GatewayUnclear, Invoice } from './gateway';
import { toDecimal } from './money';
import { proof } from './proof';

let checkout: Checkout;
let gateway: Gateway;
let books: Books;
let config: ConfigService;

/**
 * The payment method "Bluejay". A payment is `Created` while the payer has yet to pay, `Authorized` while money is on
 * its way, `Settled` when it is there, and never because somebody says so: each answer is the gateway's.
 */
export const bluejayPaymentHandler = new PaymentMethodHandler({
  code: 'bluejay',
  description: [{ languageCode: LanguageCode.en, value: 'Bluejay: M-Pesa, Pix and crypto on a hosted page' }],
  args: {},

  init(injector: Injector): void {
    checkout = injector.get(Checkout);
    gateway = injector.get(Gateway);
    books = injector.get(Books);
    config = injector.get(ConfigService);
  },

  createPayment: async (ctx, order, amount, _args, _metadata, method) => {
    const known = proof();
    if (known && 'invoice' in known) {
      return { amount, state: 'Settled', transactionId: known.invoice.id, metadata: publicFacts(known.invoice) };
    }
    return checkout.begin(ctx, order, amount, method.code);
  },

  settlePayment: async (_ctx, _order, payment) => {
    const known = proof();
    const invoice = known && 'invoice' in known ? known.invoice : await gateway.read(payment.transactionId);
    if (payment.state === 'Settled' || invoice.status === 'paid') {
      return { success: true };
    }
    return {
      success: false,
      state: payment.state,
      errorMessage: `Not paid: Bluejay says that invoice ${invoice.id} is ${invoice.status}. Nothing was changed.`,
    };
  },

  cancelPayment: async (_ctx, _order, payment) => {
    if (proof() || payment.state === 'Cancelled') {
      return { success: true };
    }
    const refusal = payment.state === 'Settled' ? 'It is paid: refund it instead.' : await callOff(payment);
    return refusal
      ? { success: false, state: payment.state, errorMessage: `${refusal} Nothing was changed.` }
      : { success: true };
  },

  createRefund: async (ctx, _input, amount, order, payment) => {
    const refunds = (await books.payments(ctx, order.id)).find(one => one.id === payment.id)?.refunds ?? [];
    return refund(order, payment, amount, refunds.length + 1);
  },
});

function publicFacts(invoice: Invoice): { public: { checkoutUrl: string } } {
  return { public: { checkoutUrl: invoice.checkoutUrl } };
}

/** @returns why not, if not */
async function callOff(payment: Payment): Promise<string | undefined> {
  const invoice = await gateway.read(payment.transactionId);
  if (invoice.status === 'expired' || invoice.status === 'cancelled') {
    return undefined;
  }
  try {
    await gateway.cancel(invoice.id);
    return undefined;
  } catch (failure) {
    if (failure instanceof GatewayRefused) {
      return failure.code === 'attempt-in-flight' ? 'The payer may be paying right now.' : failure.message;
    }
    throw failure;
  }
}

/** The key counts the payment's refunds, which stays the same when Vendure rolls back and asks again. */
async function refund(order: Order, payment: Payment, amount: number, number: number): Promise<CreateRefundResult> {
  const precision = config.entityOptions.moneyStrategy.precision ?? 2;
  const text = toDecimal(amount, precision, order.currencyCode);
  try {
    const made = await gateway.refund(payment.transactionId, text, `vendure-refund:${payment.id}:${number}:${text}`);
    const state = made.status === 'completed' ? 'Settled' : made.status === 'failed' ? 'Failed' : 'Pending';
    return { state, transactionId: made.id };
  } catch (failure) {
    if (failure instanceof GatewayRefused) {
      return refusedRefund(order, failure);
    }
    if (failure instanceof GatewayUnclear) {
      Logger.error(`order=${order.code} refund unclear: ${failure.message}`, 'Bluejay');
      return { state: 'Pending', metadata: { unclear: failure.message } };
    }
    throw failure;
  }
}

/** What the gateway does not do at all is for people to do; what it refuses has failed. */
function refusedRefund(order: Order, failure: GatewayRefused): CreateRefundResult {
  Logger.warn(`order=${order.code} refund not made: ${failure.message}`, 'Bluejay');
  const byHand = failure.status === 404 || failure.status === 405;
  return byHand
    ? { state: 'Pending', metadata: { byHand: 'The gateway makes no refunds here. Pay it back, then settle this refund.' } }
    : { state: 'Failed', metadata: { refused: failure.message } };
}
