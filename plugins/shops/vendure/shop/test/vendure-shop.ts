import type { INestApplication } from '@nestjs/common';
import {
  bootstrap,
  DefaultLogger,
  DefaultSchedulerPlugin,
  HistoryService,
  LanguageCode,
  LogLevel,
  Order,
  Payment,
  Populator,
  RequestContext,
  TransactionalConnection,
  VendureConfig,
} from '@vendure/core';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import { BluejayEvent, BluejayInvoice, BluejayPlugin } from '../src';
import { Gateway } from '../src/gateway';
import { Reconciliation } from '../src/reconciliation';
import { freePort, GatewayProcess } from './gateway-process';
import { Session } from './session';

const ADMIN = { identifier: 'superadmin', password: 'superadmin' };

/** What becomes of webhooks on their way to the shop. */
type Line = 'open' | 'lost' | 'held';

/** A real Vendure on SQLite with the plugin, one product and a storefront of one page. */
export class VendureShop {
  line: Line = 'open';
  private readonly held: Array<() => void> = [];

  private constructor(
    readonly url: string,
    private app: INestApplication,
    readonly variant: string,
  ) {}

  static async start(gateway: GatewayProcess, work: string): Promise<VendureShop> {
    process.env['VENDURE_DISABLE_TELEMETRY'] = 'true';
    const folder = join(work, 'vendure');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const line: { of?: VendureShop } = {};
    const app = await bootstrap(configOf(gateway, folder, port, (_request, response, next) => {
      line.of ? line.of.pass(response, next) : next();
    }));
    await app.get(Populator).populateInitialData(INITIAL_DATA);
    const shop = new VendureShop(url, app, await seedProduct(url));
    line.of = shop;
    return shop;
  }

  async stop(): Promise<void> {
    await this.app.close();
  }

  private pass(response: ServerResponse, next: () => void): void {
    if (this.line === 'open') {
      next();
    } else if (this.line === 'held') {
      this.held.push(next);
    } else {
      response.writeHead(200).end(); // As a proxy that says yes to everything and passes nothing on.
    }
  }

  heldWebhooks(): number {
    return this.held.length;
  }

  /** Lets those that were held through, all at once. */
  release(): void {
    this.line = 'open';
    this.held.splice(0).forEach(next => next());
  }

  async admin(): Promise<Session> {
    return adminOf(this.url);
  }

  async order(code: string): Promise<Order> {
    return this.repository(Order).findOneOrFail({
      where: { code },
      relations: ['payments', 'payments.refunds'],
    });
  }

  async payments(code: string): Promise<Payment[]> {
    return [...(await this.order(code)).payments].sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** What the order's history says, oldest first. */
  async history(code: string): Promise<Array<{ type: string; data: Record<string, unknown> }>> {
    const order = await this.order(code);
    const { items } = await this.app
      .get(HistoryService)
      .getHistoryForOrder(RequestContext.empty(), order.id, false, { take: 100 });
    const entries = [...items].sort((one, other) => Number(one.id) - Number(other.id));
    return entries.map(entry => ({ type: entry.type, data: entry.data as Record<string, unknown> }));
  }

  async notes(code: string): Promise<string[]> {
    return (await this.history(code)).filter(({ type }) => type === 'ORDER_NOTE').map(({ data }) => String(data['note']));
  }

  /** How often the order came to a state. */
  async arrivals(code: string, state: string, type = 'ORDER_STATE_TRANSITION'): Promise<number> {
    return (await this.history(code)).filter(entry => entry.type === type && entry.data['to'] === state).length;
  }

  async handledEvents(): Promise<number> {
    return this.repository(BluejayEvent).count();
  }

  /** As if the poll's patience with this invoice had run out. */
  async letPatienceRunOut(invoice: string): Promise<void> {
    await this.repository(BluejayInvoice).update({ invoice }, { lookAt: new Date(0) });
  }

  /**
   * Looks at an order, and lets somebody else look at it between the gateway's answer and what is done about it.
   *
   * @returns how often the gateway was asked
   */
  async looksAtTheSameTime(code: string): Promise<number> {
    const gateway = this.app.get(Gateway);
    const reconciliation = this.app.get(Reconciliation);
    const { id } = await this.order(code);
    const read = gateway.read.bind(gateway);
    let asked = 0;
    gateway.read = async invoice => {
      const isFirst = asked++ === 0;
      const answer = await read(invoice);
      if (isFirst) {
        await reconciliation.reconcile(id, { by: 'return' });
      }
      return answer;
    };
    try {
      await reconciliation.reconcile(id, { by: 'return' });
    } finally {
      gateway.read = read;
    }
    return asked;
  }

  private repository<T extends object>(type: new (...args: never[]) => T) {
    return this.app.get(TransactionalConnection).rawConnection.getRepository<T>(type);
  }
}

function configOf(
  gateway: GatewayProcess,
  folder: string,
  port: number,
  webhookLine: (request: IncomingMessage, response: ServerResponse, next: () => void) => void,
): VendureConfig {
  const page = readFileSync(join('test', 'storefront.html'));
  const url = `http://127.0.0.1:${port}`;
  return {
    apiOptions: {
      hostname: '127.0.0.1',
      port,
      adminApiPath: 'admin-api',
      shopApiPath: 'shop-api',
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
      tokenMethod: ['cookie', 'bearer'],
      superadminCredentials: ADMIN,
      cookieOptions: { secret: 'only for this test' },
    },
    dbConnectionOptions: { type: 'better-sqlite3', synchronize: true, database: join(folder, 'shop.sqlite') },
    paymentOptions: { paymentMethodHandlers: [] },
    schedulerOptions: { runTasksInWorkerOnly: false },
    logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: true }),
    plugins: [
      DefaultSchedulerPlugin.init(),
      BluejayPlugin.init({
        gatewayUrl: gateway.url,
        apiKey: gateway.apiKey,
        shopId: gateway.shopId,
        webhookSecret: gateway.webhookSecret,
        serverUrl: url,
        returnUrl: `${url}/store?order={code}`,
        poll: { schedule: '* * * * * *', patience: 3600 },
      }),
    ],
  };
}

const INITIAL_DATA = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Africa',
  countries: [{ code: 'KE', name: 'Kenya', zone: 'Africa' }],
  taxRates: [{ name: 'Standard', percentage: 0 }],
  shippingMethods: [{ name: 'Courier', price: 0 }],
  paymentMethods: [{ name: 'bluejay', handler: { code: 'bluejay', arguments: [] } }],
  collections: [],
};

async function adminOf(url: string): Promise<Session> {
  const admin = new Session(`${url}/admin-api`);
  await admin.ask('mutation($u: String!, $p: String!) { login(username: $u, password: $p) { __typename } }', {
    u: ADMIN.identifier,
    p: ADMIN.password,
  });
  return admin;
}

async function seedProduct(url: string): Promise<string> {
  const admin = await adminOf(url);
  const product = await admin.ask<{ createProduct: { id: string } }>(
    `mutation { createProduct(input: { enabled: true, translations: [
       { languageCode: en, name: "Field guide", slug: "field-guide", description: "Birds" }] }) { id } }`,
  );
  const variants = await admin.ask<{ createProductVariants: Array<{ id: string }> }>(
    `mutation($id: ID!) { createProductVariants(input: [{ productId: $id, sku: "FG-1", price: 4900,
       trackInventory: FALSE, stockOnHand: 100, translations: [{ languageCode: en, name: "Field guide" }] }]) { id } }`,
    { id: product.createProduct.id },
  );
  return variants.createProductVariants[0]?.id ?? assert.fail('no variant was made');
}
