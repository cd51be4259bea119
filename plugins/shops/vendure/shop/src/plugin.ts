import { defaultPaymentProcess, PluginCommonModule, Type, VendurePlugin } from '@vendure/core';
import { parse } from 'graphql';

import { Books } from './books';
import { Checkout } from './checkout';
import { BluejayEvent, BluejayInvoice, BluejayOrder } from './entities';
import { Gateway } from './gateway';
import { bluejayPaymentHandler } from './handler';
import { REFUND_DUE } from './notes';
import { BluejayOptions, settle, Settings, SETTINGS, WEBHOOK_PATH } from './options';
import { Poll, pollTask } from './poll';
import { unpaidPaymentProcess } from './process';
import { keepRawBody } from './raw-body';
import { Reconciliation } from './reconciliation';
import { ReturnController } from './return.controller';
import { WebhookController } from './webhook.controller';

const HISTORY = parse(`extend enum HistoryEntryType { ${REFUND_DUE} }`);

let settings: Settings | undefined;

function current(): Settings {
  if (!settings) {
    throw new Error('BluejayPlugin: use BluejayPlugin.init({ … }) in the list of plugins');
  }
  return settings;
}

/** Takes payments for orders through a Bluejay gateway: M-Pesa, Pix and crypto on a hosted page. */
@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.3.0',
  entities: [BluejayInvoice, BluejayOrder, BluejayEvent],
  controllers: [WebhookController, ReturnController],
  providers: [
    { provide: SETTINGS, useFactory: current },
    { provide: Gateway, useFactory: () => new Gateway(current()) },
    Books,
    Checkout,
    Reconciliation,
    Poll,
  ],
  adminApiExtensions: { schema: HISTORY },
  shopApiExtensions: { schema: HISTORY },
  configuration: config => {
    config.paymentOptions.paymentMethodHandlers.push(bluejayPaymentHandler);
    (config.paymentOptions.process ??= [defaultPaymentProcess]).push(unpaidPaymentProcess);
    config.apiOptions.middleware.push({ route: `/${WEBHOOK_PATH}`, handler: keepRawBody, beforeListen: true });
    (config.schedulerOptions.tasks ??= []).push(pollTask(current().schedule));
    return config;
  },
})
export class BluejayPlugin {
  /** @throws Error that names the option that will not do */
  static init(options: BluejayOptions): Type<BluejayPlugin> {
    settings = settle(options);
    return BluejayPlugin;
  }
}
