import type { InvoiceStatus } from './gateway';

/** What the gateway knows of one invoice, in the server's whole units. */
export interface InvoiceFacts {
  readonly id: string;
  readonly status: InvoiceStatus;
  readonly asked: number;
  readonly paid: number;
  readonly refunded: number;
}

/** What the shop has written down of one refund. */
export interface RefundFacts {
  readonly id: string;
  readonly state: string;
  readonly total: number;
}

/** What the shop has written down of one payment; `invoice` is missing when it came another way than ours. */
export interface PaymentFacts {
  readonly id: string;
  readonly invoice?: string;
  readonly state: string;
  readonly amount: number;
  readonly refunds: readonly RefundFacts[];
}

/** The order on both sides, each read after the last change that we made. */
export interface OrderFacts {
  readonly state: string;
  readonly total: number;
  readonly invoices: readonly InvoiceFacts[];
  readonly payments: readonly PaymentFacts[];
}

/** What people have to be told, because no step of ours can settle it. */
export type Notice =
  | { readonly kind: 'refund-due'; readonly amount: number; readonly invoices: readonly string[] }
  | { readonly kind: 'reversed'; readonly invoice: string; readonly paid: number }
  | { readonly kind: 'refunded-elsewhere'; readonly invoice: string; readonly refunded: number; readonly known: number }
  | { readonly kind: 'order-changed'; readonly received: number; readonly total: number }
  | { readonly kind: 'other-currency'; readonly invoice: string; readonly paid: string };

/** One change of the shop's books that brings them nearer to the gateway's. */
export type Step =
  | { readonly do: 'settle'; readonly payment: string; readonly invoice: string }
  | { readonly do: 'record'; readonly invoice: string; readonly amount: number }
  | { readonly do: 'authorize'; readonly payment: string; readonly invoice: string }
  | { readonly do: 'withdraw'; readonly payment: string; readonly invoice: string }
  | { readonly do: 'settle-refund'; readonly refund: string; readonly invoice: string }
  | { readonly do: 'place' }
  | { readonly do: 'tell'; readonly notice: Notice };

const OPEN = ['Created', 'Authorized'];

/**
 * What is missing in the shop, compared with the gateway: nothing when the two agree, so doing it twice does
 * it once. It follows from how things are, never from what happened, and no order is ever cancelled by it.
 */
export function plan(order: OrderFacts): Step[] {
  const steps = order.invoices.flatMap(invoice => stepsOf(invoice, order.payments));
  return [...steps, ...placing(order, steps), ...refundDue(order)];
}

function stepsOf(invoice: InvoiceFacts, payments: readonly PaymentFacts[]): Step[] {
  const mine = payments.filter(payment => payment.invoice === invoice.id);
  const settled = mine.find(payment => payment.state === 'Settled');
  if (settled) {
    return settledSteps(invoice, settled);
  }
  const open = mine.find(payment => OPEN.includes(payment.state));
  switch (invoice.status) {
    case 'paid':
      return open
        ? [{ do: 'settle', payment: open.id, invoice: invoice.id }]
        : [{ do: 'record', invoice: invoice.id, amount: invoice.asked }];
    case 'processing':
      return open?.state === 'Created' ? [{ do: 'authorize', payment: open.id, invoice: invoice.id }] : [];
    case 'expired':
    case 'cancelled':
      return open ? [{ do: 'withdraw', payment: open.id, invoice: invoice.id }] : [];
    case 'pending':
      return [];
  }
}

/** Money that was taken back stops nothing by itself: somebody has to look, before anything is shipped. */
function settledSteps(invoice: InvoiceFacts, payment: PaymentFacts): Step[] {
  const steps: Step[] = [];
  if (invoice.status !== 'paid') {
    steps.push({ do: 'tell', notice: { kind: 'reversed', invoice: invoice.id, paid: invoice.paid } });
  }
  let done = total(payment.refunds.filter(refund => refund.state === 'Settled'));
  for (const refund of payment.refunds.filter(one => one.state === 'Pending')) {
    if (done + refund.total <= invoice.refunded) {
      done += refund.total;
      steps.push({ do: 'settle-refund', refund: refund.id, invoice: invoice.id });
    }
  }
  const known = total(payment.refunds.filter(refund => refund.state !== 'Failed'));
  if (invoice.refunded > known) {
    const { id, refunded } = invoice;
    steps.push({ do: 'tell', notice: { kind: 'refunded-elsewhere', invoice: id, refunded, known } });
  }
  return steps;
}

/** An order that its buyer went back to, and perhaps changed, while the money for it was on its way. */
function placing(order: OrderFacts, steps: readonly Step[]): Step[] {
  const received =
    order.payments.filter(payment => payment.state === 'Settled').reduce((sum, payment) => sum + kept(payment), 0) +
    steps.reduce((sum, step) => sum + gain(step, order), 0);
  const undecided = order.state === 'AddingItems' || order.state === 'ArrangingPayment';
  if (!undecided || received === 0) {
    return [];
  }
  if (received >= order.total) {
    return order.state === 'AddingItems' ? [{ do: 'place' }] : [];
  }
  return [{ do: 'tell', notice: { kind: 'order-changed', received, total: order.total } }];
}

function gain(step: Step, order: OrderFacts): number {
  if (step.do === 'record') {
    return step.amount;
  }
  return step.do === 'settle' ? (order.payments.find(payment => payment.id === step.payment)?.amount ?? 0) : 0;
}

/**
 * Money beyond what the order needs, over all its invoices together: a second payment, too much, or what
 * reached an invoice that was closed before it was paid in full.
 */
function refundDue(order: OrderFacts): Step[] {
  const isClosed = (invoice: InvoiceFacts): boolean => ['expired', 'cancelled'].includes(invoice.status);
  const held = (invoice: InvoiceFacts): number => Math.max(0, invoice.paid - invoice.refunded);
  const stranded = order.invoices.filter(isClosed).reduce((sum, invoice) => sum + held(invoice), 0);
  const usable =
    order.invoices.filter(invoice => !isClosed(invoice)).reduce((sum, invoice) => sum + held(invoice), 0) +
    order.payments
      .filter(payment => !payment.invoice && payment.state === 'Settled')
      .reduce((sum, payment) => sum + kept(payment), 0);
  const needed = order.state === 'Cancelled' ? 0 : order.total;
  const amount = stranded + Math.max(0, usable - needed);
  const invoices = order.invoices.filter(invoice => held(invoice) > 0).map(invoice => invoice.id);
  // Money of other ways to pay alone is no business of ours.
  return amount > 0 && invoices.length > 0 ? [{ do: 'tell', notice: { kind: 'refund-due', amount, invoices } }] : [];
}

function kept(payment: PaymentFacts): number {
  return payment.amount - total(payment.refunds.filter(refund => refund.state === 'Settled'));
}

function total(refunds: readonly RefundFacts[]): number {
  return refunds.reduce((sum, refund) => sum + refund.total, 0);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When an invoice is worth asking after again, should no webhook come: often while it can be paid, hourly on the
 * day after, daily for a month, because late money and money that is taken back are heard of too. Then never.
 */
export function nextLook(
  invoice: { readonly createdAt: Date; readonly expiresAt: Date; readonly status: InvoiceStatus },
  now: Date,
  patienceMillis: number,
): Date | null {
  const after = (millis: number): Date => new Date(now.getTime() + millis);
  const sinceEnd = now.getTime() - invoice.expiresAt.getTime();
  const open = invoice.status === 'pending' || invoice.status === 'processing';
  if (open && sinceEnd < HOUR) {
    return after(patienceMillis);
  }
  if (sinceEnd < DAY) {
    return after(HOUR);
  }
  return sinceEnd < 30 * DAY ? after(DAY) : null;
}
