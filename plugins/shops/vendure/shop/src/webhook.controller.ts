import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { Logger, RequestContext } from '@vendure/core';
import type { ServerResponse } from 'node:http';

import { Books } from './books';
import { Settings, SETTINGS, WEBHOOK_PATH } from './options';
import type { RawRequest } from './raw-body';
import { Reconciliation } from './reconciliation';
import { verified } from './signature';

/**
 * Hears of changes from the gateway. Believes nothing but the signature, and only that there is news: what the news
 * is, the gateway is asked. Answers 2xx once the news is in the books, so that all else comes again.
 */
@Controller(WEBHOOK_PATH)
export class WebhookController {
  constructor(
    private readonly books: Books,
    private readonly reconciliation: Reconciliation,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post()
  async receive(@Req() request: RawRequest, @Res() response: ServerResponse): Promise<void> {
    const event = verified(request.rawBody ?? Buffer.alloc(0), request.headers, this.settings.secrets);
    if (!event) {
      Logger.warn(`webhook=${String(request.headers['webhook-id'])} refused: not signed by the gateway`, 'Bluejay');
      return end(response, 401);
    }
    const bound = event.invoice ? await this.books.find(RequestContext.empty(), event.invoice) : null;
    if (!bound) {
      Logger.info(`webhook=${event.id} type=${event.type} is about nothing of this shop`, 'Bluejay');
      return end(response, 200);
    }
    try {
      await this.reconciliation.reconcile(bound.orderId, { by: 'webhook', event: event.id, invoice: bound.invoice });
      end(response, 200);
    } catch (failure) {
      Logger.error(`webhook=${event.id} invoice=${bound.invoice} to come again: ${String(failure)}`, 'Bluejay');
      end(response, 503);
    }
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
