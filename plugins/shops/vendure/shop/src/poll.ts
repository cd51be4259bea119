import { Injectable } from '@nestjs/common';
import { Logger, RequestContext, ScheduledTask } from '@vendure/core';

import { Books } from './books';
import { Reconciliation } from './reconciliation';

const MOST_ORDERS = 50;

/** Looks after orders whose webhook never came. One that cannot be looked at now is looked at later, and holds up no other. */
@Injectable()
export class Poll {
  constructor(
    private readonly books: Books,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** @returns how many orders were looked at */
  async run(): Promise<number> {
    const ctx = RequestContext.empty();
    const now = new Date();
    const due = await this.books.due(ctx, now, MOST_ORDERS);
    for (const orderId of due) {
      await this.books.putOff(ctx, orderId, now);
      try {
        await this.reconciliation.reconcile(orderId, { by: 'poll' });
      } catch (failure) {
        Logger.error(`order=${orderId} could not be looked at: ${String(failure)}`, 'Bluejay');
      }
    }
    await this.books.forgetOldEvents(ctx, now);
    return due.length;
  }
}

/** The same, run by Vendure's scheduler: by one worker at a time, however many there are. */
export function pollTask(schedule: string): ScheduledTask {
  return new ScheduledTask({
    id: 'bluejay-poll',
    description: 'Asks Bluejay after orders whose webhook did not come',
    schedule,
    timeout: '10m',
    execute: async ({ injector }) => ({ orders: await injector.get(Poll).run() }),
  });
}
