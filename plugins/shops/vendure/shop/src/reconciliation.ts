import { Injectable } from '@nestjs/common';
import {
  Channel,
  ConfigService,
  HistoryService,
  ID,
  isGraphQlErrorResult,
  Logger,
  Order,
  OrderService,
  PaymentService,
  RequestContext,
  RequestContextService,
  TransactionalConnection,
} from '@vendure/core';

import { Books } from './books';
import { BluejayInvoice } from './entities';
import { Gateway, Invoice } from './gateway';
import { toDecimal, toMinor } from './money';
import { keyOf, REFUND_DUE, textOf } from './notes';
import { InvoiceFacts, Notice, OrderFacts, plan, Step } from './plan';
import { withProof } from './proof';
import { Turns } from './turns';

/** Why an order is looked at. It decides what is noted, never what is done. */
export type Cause =
  | { readonly by: 'webhook'; readonly event: string; readonly invoice: string }
  | { readonly by: 'return' }
  | { readonly by: 'poll' };

interface Seen {
  readonly bound: BluejayInvoice;
  readonly invoice: Invoice;
}

const MOST_ROUNDS = 5;
const MONEY_STEPS: ReadonlyArray<Step['do']> = ['settle', 'record', 'authorize'];

/**
 * Brings an order's payments to where the gateway says they are. The one door for webhook, return page and poll: it
 * asks the gateway, then locks the order, then does what is missing. However often and at once it is called, what
 * is paid is settled once.
 */
@Injectable()
export class Reconciliation {
  private readonly turns = new Turns();

  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: RequestContextService,
    private readonly books: Books,
    private readonly gateway: Gateway,
    private readonly orders: OrderService,
    private readonly payments: PaymentService,
    private readonly history: HistoryService,
    private readonly config: ConfigService,
  ) {}

  /**
   * @throws GatewayUnclear if the gateway does not answer; nothing was changed then
   */
  async reconcile(orderId: ID, cause: Cause): Promise<void> {
    await this.turns.take(String(orderId), () => this.untilNobodyInterferes(orderId, cause));
  }

  private async untilNobodyInterferes(orderId: ID, cause: Cause): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (await this.once(orderId, cause)) {
        return;
      }
    }
    throw new Error(`order ${orderId} is being changed all the time; come again later`);
  }

  /** @returns false if somebody else changed the order since the gateway was asked */
  private async once(orderId: ID, cause: Cause): Promise<boolean> {
    const nobody = RequestContext.empty();
    const bound = await this.books.invoicesOf(nobody, orderId);
    if (bound.length === 0) {
      return true;
    }
    const round = await this.books.round(nobody, orderId);
    const seen: Seen[] = await Promise.all(
      bound.map(async one => ({ bound: one, invoice: await this.gateway.read(one.invoice) })),
    );
    const ctx = await this.contextOf(bound);
    return this.connection.withTransaction(ctx, async tx => {
      if (!(await this.books.lockIfStill(tx, orderId, round))) {
        return false;
      }
      if (cause.by !== 'webhook' || !(await this.books.hasHandled(tx, cause.event))) {
        await this.act(tx, orderId, seen, cause);
      }
      return true;
    });
  }

  private async act(tx: RequestContext, orderId: ID, seen: readonly Seen[], cause: Cause): Promise<void> {
    const order = await this.connection.getEntityOrThrow(tx, Order, orderId);
    const steps = plan(await this.facts(tx, order, seen));
    for (const step of steps) {
      await this.take(tx, order, step, seen);
    }
    await this.tellOtherCurrencies(tx, order, seen);
    if (cause.by === 'poll') {
      await this.tellOfSilence(tx, order, steps);
    }
    for (const { bound, invoice } of seen) {
      const heard = cause.by === 'webhook' && cause.invoice === bound.invoice;
      await this.books.seen(tx, bound, invoice, heard);
    }
    if (cause.by === 'webhook') {
      await this.books.handled(tx, cause.event);
    }
  }

  private async facts(tx: RequestContext, order: Order, seen: readonly Seen[]): Promise<OrderFacts> {
    const minor = (text: string): number => toMinor(text, this.precision(), 'drop');
    const ours = new Set(seen.map(({ invoice }) => invoice.id));
    const invoices: InvoiceFacts[] = seen
      .filter(({ invoice }) => invoice.currencySymbol === order.currencyCode)
      .map(({ invoice }) => ({
        id: invoice.id,
        status: invoice.status,
        asked: minor(invoice.currencyAmount),
        paid: minor(invoice.amountPaid),
        refunded: minor(invoice.amountRefunded),
      }));
    const payments = (await this.books.payments(tx, order.id)).map(payment => ({
      id: String(payment.id),
      ...(ours.has(payment.transactionId) ? { invoice: payment.transactionId } : {}),
      state: payment.state,
      amount: payment.amount,
      refunds: payment.refunds.map(one => ({ id: String(one.id), state: one.state, total: one.total })),
    }));
    return { state: order.state, total: order.totalWithTax, invoices, payments };
  }

  private async take(tx: RequestContext, order: Order, step: Step, seen: readonly Seen[]): Promise<void> {
    if (step.do === 'tell') {
      return this.tell(tx, order, step.notice);
    }
    const result = await this.change(tx, order, step, seen);
    if (isGraphQlErrorResult(result)) {
      Logger.error(`order=${order.code} step=${step.do} refused by Vendure: ${result.message}`, 'Bluejay');
      const what = 'invoice' in step ? `${step.do}:${step.invoice}` : step.do;
      await this.note(tx, order, `refused:${what}`, `Vendure refused "${what}" (${result.message}). Please look at it.`);
    } else {
      Logger.info(`order=${order.code} step=${step.do}`, 'Bluejay');
    }
  }

  private async change(tx: RequestContext, order: Order, step: Exclude<Step, { do: 'tell' }>, seen: readonly Seen[]) {
    if (step.do === 'place') {
      const arranged = await this.orders.transitionToState(tx, order.id, 'ArrangingPayment');
      return isGraphQlErrorResult(arranged)
        ? arranged
        : this.orders.transitionToState(tx, order.id, 'PaymentSettled');
    }
    const { bound, invoice } = found(seen, step.invoice);
    return withProof({ invoice }, async () => {
      switch (step.do) {
        case 'settle':
          return this.orders.settlePayment(tx, step.payment);
        case 'record':
          return this.payments.createPayment(tx, order, step.amount, bound.method, {});
        case 'authorize':
          return this.payments.transitionToState(tx, step.payment, 'Authorized');
        case 'withdraw':
          return this.orders.cancelPayment(tx, step.payment);
        case 'settle-refund':
          return this.orders.settleRefund(tx, { id: step.refund, transactionId: invoice.id });
      }
    });
  }

  private async tell(tx: RequestContext, order: Order, notice: Notice): Promise<void> {
    const money = (amount: number): string =>
      `${toDecimal(amount, this.precision(), order.currencyCode)} ${order.currencyCode}`;
    const isNews = await this.note(tx, order, keyOf(notice), textOf(notice, money));
    if (isNews && notice.kind === 'refund-due') {
      const { amount, invoices } = notice;
      await this.history.createHistoryEntryForOrder({
        ctx: tx,
        orderId: order.id,
        type: REFUND_DUE,
        data: {
          amount: toDecimal(amount, this.precision(), order.currencyCode),
          currencyCode: order.currencyCode,
          invoices: invoices.join(' '),
        },
      }, false);
    }
  }

  private async tellOtherCurrencies(tx: RequestContext, order: Order, seen: readonly Seen[]): Promise<void> {
    for (const { invoice } of seen) {
      if (invoice.currencySymbol !== order.currencyCode && !/^[0.]*$/.test(invoice.amountPaid)) {
        const paid = `${invoice.amountPaid} ${invoice.currencySymbol}`;
        await this.tell(tx, order, { kind: 'other-currency', invoice: invoice.id, paid });
      }
    }
  }

  /** Whoever runs the shop learns that its webhooks get lost before a poll has to find the next payment. */
  private async tellOfSilence(tx: RequestContext, order: Order, steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (MONEY_STEPS.includes(step.do) && 'invoice' in step) {
        const text =
          `Found out by asking Bluejay: no webhook about invoice ${step.invoice} had come. ` +
          'If this repeats, check that the gateway can reach this server.';
        await this.note(tx, order, `silence:${step.do}:${step.invoice}`, text);
      }
    }
  }

  private async note(tx: RequestContext, order: Order, key: string, note: string): Promise<boolean> {
    const isNews = await this.books.tellOnce(tx, order.id, key);
    if (isNews) {
      await this.orders.addNoteToOrder(tx, { id: order.id, note, isPublic: false });
    }
    return isNews;
  }

  /** As the channel that the first invoice was made in: payments of an order are seen only from there. */
  private async contextOf(bound: readonly BluejayInvoice[]): Promise<RequestContext> {
    const channel = await this.connection.rawConnection
      .getRepository(Channel)
      .findOneOrFail({ where: { id: bound[0]?.channelId ?? '' }, relations: ['defaultShippingZone', 'defaultTaxZone'] });
    return this.contexts.create({ apiType: 'admin', channelOrToken: channel });
  }

  private precision(): number {
    return this.config.entityOptions.moneyStrategy.precision ?? 2;
  }
}

function found(seen: readonly Seen[], invoice: string): Seen {
  const one = seen.find(each => each.invoice.id === invoice);
  if (!one) {
    throw new Error(`no invoice ${invoice} among those that were asked after`);
  }
  return one;
}
