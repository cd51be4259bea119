import {
  DefaultLogger,
  DefaultSchedulerPlugin,
  dummyPaymentHandler,
  InitialData,
  LanguageCode,
  LogLevel,
  VendureConfig,
} from '@vendure/core';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import { BluejayPlugin } from '../src';

export const ADMIN = { identifier: 'superadmin', password: 'superadmin' };

/** The gateway that a shop's plugin uses, as its `demo.env` names it. */
export interface GatewayOfShop {
  readonly url: string;
  readonly apiKey: string;
  readonly shopId: string;
  readonly webhookSecret: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** A server that listens on the loopback only, with what Vendure comes with, and the plugin if there is a gateway. */
export function configOf(
  gateway: GatewayOfShop | undefined,
  folder: string,
  port: number,
  webhookLine: Handler,
): VendureConfig {
  const page = readFileSync(join(__dirname, '..', '..', 'test', 'storefront.html'));
  return {
    apiOptions: {
      hostname: '127.0.0.1',
      port,
      adminApiPath: 'admin-api',
      shopApiPath: 'shop-api',
      cors: false,
      middleware: [
        { route: '/bluejay/webhook', handler: webhookLine, beforeListen: true },
        {
          route: '/store',
          beforeListen: true,
          handler: (_request: IncomingMessage, response: ServerResponse) =>
            response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page),
        },
      ],
    },
    authOptions: {
      tokenMethod: ['cookie', 'api-key'],
      superadminCredentials: ADMIN,
      cookieOptions: { secret: 'only for this test' },
    },
    dbConnectionOptions: { type: 'better-sqlite3', synchronize: true, database: join(folder, 'shop.sqlite') },
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    schedulerOptions: { runTasksInWorkerOnly: false },
    logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: true }),
    plugins: [DefaultSchedulerPlugin.init(), ...(gateway ? [plugin(gateway, `http://127.0.0.1:${port}`)] : [])],
  };
}

function plugin(gateway: GatewayOfShop, url: string) {
  return BluejayPlugin.init({
    gatewayUrl: gateway.url,
    apiKey: gateway.apiKey,
    shopId: gateway.shopId,
    webhookSecret: gateway.webhookSecret,
    serverUrl: url,
    returnUrl: `${url}/store?order={code}`,
    poll: { schedule: '* * * * * *', patience: 3600 },
  });
}

/** One country, one way to ship, and ways to pay: Vendure's own to be settled later, and the plugin's. */
export function initialData(gateway: GatewayOfShop | undefined): InitialData {
  const later = { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'false' }] };
  return {
    defaultLanguage: LanguageCode.en,
    defaultZone: 'Africa',
    countries: [{ code: 'KE', name: 'Kenya', zone: 'Africa' }],
    taxRates: [{ name: 'Standard', percentage: 0 }],
    shippingMethods: [{ name: 'Courier', price: 0 }],
    paymentMethods: [
      { name: 'later', handler: later },
      ...(gateway ? [{ name: 'bluejay', handler: { code: 'bluejay', arguments: [] } }] : []),
    ],
    collections: [],
  };
}
