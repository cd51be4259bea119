import { Inject, Injectable } from '@nestjs/common';
import { ID, Order, Payment, RequestContext, TransactionalConnection } from '@vendure/core';
import { IsNull, LessThan, LessThanOrEqual, Not } from 'typeorm';

import { BluejayEvent, BluejayInvoice, BluejayOrder } from './entities';
import { Invoice } from './gateway';
import { nextLook } from './plan';
import { Settings, SETTINGS } from './options';

const EVENTS_ARE_KEPT_MILLIS = 30 * 24 * 60 * 60 * 1000;

/** What the shop keeps about its invoices, and the lock of each order. */
@Injectable()
export class Books {
  constructor(
    private readonly connection: TransactionalConnection,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Keeps everybody else from the order's payments until the transaction of `ctx` ends. */
  async lock(ctx: RequestContext, orderId: ID): Promise<void> {
    const orders = this.connection.getRepository(ctx, BluejayOrder);
    await orders.createQueryBuilder().insert().values({ orderId, told: [] }).orIgnore().updateEntity(false).execute();
    await orders.increment({ orderId }, 'round', 1);
  }

  async round(ctx: RequestContext, orderId: ID): Promise<number> {
    return (await this.orderOf(ctx, orderId)).round;
  }

  /**
   * The same lock, for one who asked the gateway before: only if nobody has changed the order's payments since.
   * An update is a row lock on every database, and counting is how the second one notices that it is second.
   */
  async lockIfStill(ctx: RequestContext, orderId: ID, round: number): Promise<boolean> {
    const done = await this.connection
      .getRepository(ctx, BluejayOrder)
      .update({ orderId, round }, { round: round + 1 });
    return done.affected === 1;
  }

  /** True for the first time that it is told of this order. Only under the order's lock. */
  async tellOnce(ctx: RequestContext, orderId: ID, key: string): Promise<boolean> {
    const order = await this.orderOf(ctx, orderId);
    if (order.told.includes(key)) {
      return false;
    }
    await this.connection
      .getRepository(ctx, BluejayOrder)
      .update({ orderId }, { told: [...order.told, key] });
    return true;
  }

  async bind(ctx: RequestContext, order: Order, method: string, amount: number, invoice: Invoice): Promise<void> {
    const now = Date.now();
    await this.connection.getRepository(ctx, BluejayInvoice).insert({
      invoice: invoice.id,
      orderId: order.id,
      channelId: ctx.channelId,
      method,
      amount,
      currency: order.currencyCode,
      expiresAt: new Date(invoice.expiresAt),
      heardAt: null,
      lookAt: new Date(now + this.settings.patienceMillis),
    });
  }

  /** All that were made for the order, oldest first. */
  async invoicesOf(ctx: RequestContext, orderId: ID): Promise<BluejayInvoice[]> {
    return this.connection.getRepository(ctx, BluejayInvoice).find({ where: { orderId }, order: { createdAt: 'ASC' } });
  }

  async find(ctx: RequestContext, invoice: string): Promise<BluejayInvoice | null> {
    return this.connection.getRepository(ctx, BluejayInvoice).findOne({ where: { invoice } });
  }

  async payments(ctx: RequestContext, orderId: ID): Promise<Payment[]> {
    return this.connection.getRepository(ctx, Payment).find({
      where: { order: { id: orderId } },
      relations: ['refunds'],
      order: { createdAt: 'ASC' },
    });
  }

  /** Orders with an invoice that is due to be asked after, longest overdue first. */
  async due(ctx: RequestContext, now: Date, most: number): Promise<ID[]> {
    const found = await this.connection.getRepository(ctx, BluejayInvoice).find({
      where: { lookAt: LessThanOrEqual(now) },
      order: { lookAt: 'ASC' },
      take: most,
    });
    return [...new Set(found.map(invoice => invoice.orderId))];
  }

  /** Puts off the order's next look, whatever comes of this one, so that one that fails holds up no other. */
  async putOff(ctx: RequestContext, orderId: ID, now: Date): Promise<void> {
    await this.connection
      .getRepository(ctx, BluejayInvoice)
      .update({ orderId, lookAt: Not(IsNull()) }, { lookAt: new Date(now.getTime() + this.settings.patienceMillis) });
  }

  /** Settles when to look again, after having seen how the invoice stands. */
  async seen(ctx: RequestContext, bound: BluejayInvoice, invoice: Invoice, heard: boolean): Promise<void> {
    const now = new Date();
    const facts = { createdAt: bound.createdAt, expiresAt: bound.expiresAt, status: invoice.status };
    const lookAt = nextLook(facts, now, this.settings.patienceMillis);
    await this.connection
      .getRepository(ctx, BluejayInvoice)
      .update({ id: bound.id }, heard ? { lookAt, heardAt: now } : { lookAt });
  }

  async hasHandled(ctx: RequestContext, event: string): Promise<boolean> {
    return this.connection.getRepository(ctx, BluejayEvent).existsBy({ event });
  }

  async handled(ctx: RequestContext, event: string): Promise<void> {
    await this.connection.getRepository(ctx, BluejayEvent).insert({ event });
  }

  async forgetOldEvents(ctx: RequestContext, now: Date): Promise<void> {
    await this.connection
      .getRepository(ctx, BluejayEvent)
      .delete({ createdAt: LessThan(new Date(now.getTime() - EVENTS_ARE_KEPT_MILLIS)) });
  }

  private async orderOf(ctx: RequestContext, orderId: ID): Promise<BluejayOrder> {
    return this.connection.getRepository(ctx, BluejayOrder).findOneByOrFail({ orderId });
  }
}
