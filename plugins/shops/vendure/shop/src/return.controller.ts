import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { Logger, Order, TransactionalConnection } from '@vendure/core';
import type { ServerResponse } from 'node:http';

import { RETURN_PATH, Settings, SETTINGS } from './options';
import { Reconciliation } from './reconciliation';

/**
 * Where payers come back to. Looks at the order before they do, so that they find it paid, and sends them on to the
 * storefront whatever comes of it. Shows nothing of the order.
 */
@Controller(RETURN_PATH)
export class ReturnController {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly reconciliation: Reconciliation,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async comeBack(@Query('order') code: unknown, @Res() response: ServerResponse): Promise<void> {
    const order =
      typeof code === 'string' && code.length <= 100
        ? await this.connection.rawConnection.getRepository(Order).findOne({ where: { code }, select: ['id', 'code'] })
        : null;
    if (!order) {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('There is no such order here.\n');
      return;
    }
    try {
      await this.reconciliation.reconcile(order.id, { by: 'return' });
    } catch (failure) {
      Logger.error(`order=${order.code} not looked at on return, the poll will: ${String(failure)}`, 'Bluejay');
    }
    const location = this.settings.returnUrl.replaceAll('{code}', encodeURIComponent(order.code));
    response.writeHead(303, { Location: location, 'Cache-Control': 'no-store' }).end();
  }
}
