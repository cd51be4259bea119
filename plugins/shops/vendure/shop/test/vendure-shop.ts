import type { INestApplication } from '@nestjs/common';
import { bootstrap, HistoryService, Order, Payment, Populator, RequestContext, TransactionalConnection } from '@vendure/core';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

import { BluejayEvent, BluejayInvoice } from '../src';
import { Books } from '../src/books';
import { Gateway } from '../src/gateway';
import { Reconciliation } from '../src/reconciliation';
import { freePort } from './gateway-process';
import { Session } from './session';
import { ADMIN, configOf, GatewayOfShop, initialData } from './vendure-config';

/** What becomes of webhooks on their way to the shop. */
type Line = 'open' | 'lost' | 'held';

/** A real Vendure on SQLite with one product and a storefront of one page; with the plugin, or as it comes. */
export class VendureShop {
  line: Line = 'open';
  private readonly held: Array<() => void> = [];

  private constructor(
    readonly url: string,
    private app: INestApplication,
    readonly variant: string,
  ) {}

  /** @param gateway which the plugin shall use; without one the shop has no plugin */
  static async start(gateway: GatewayOfShop | undefined, work: string): Promise<VendureShop> {
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
    // Else it closes idle connections, some of them just as a test uses them again.
    app.getHttpServer().keepAliveTimeout = 0;
    await app.get(Populator).populateInitialData(initialData(gateway));
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

  async timesHandled(event: string): Promise<number> {
    return this.repository(BluejayEvent).countBy({ event });
  }

  /** As if the poll's patience with this invoice had run out. */
  async letPatienceRunOut(invoice: string): Promise<void> {
    await this.repository(BluejayInvoice).update({ invoice }, { lookAt: new Date(0) });
  }

  /**
   * Looks at an order, and has another server act on it between the gateway's answer and what is done about it.
   *
   * @returns how often the gateway was asked after the invoice
   */
  async looksWhileAnotherServerActs(code: string, invoice: string): Promise<number> {
    const gateway = this.app.get(Gateway);
    const { id } = await this.order(code);
    const read = gateway.read.bind(gateway);
    let asked = 0;
    gateway.read = async asking => {
      const answer = await read(asking);
      if (asking === invoice && asked++ === 0) {
        await this.app.get(Books).lock(RequestContext.empty(), id);
      }
      return answer;
    };
    try {
      await this.app.get(Reconciliation).reconcile(id, { by: 'return' });
    } finally {
      gateway.read = read;
    }
    return asked;
  }

  private repository<T extends object>(type: new (...args: never[]) => T) {
    return this.app.get(TransactionalConnection).rawConnection.getRepository<T>(type);
  }
}

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
       trackInventory: TRUE, stockOnHand: 1000, translations: [{ languageCode: en, name: "Field guide" }] }]) { id } }`,
    { id: product.createProduct.id },
  );
  return variants.createProductVariants[0]?.id ?? assert.fail('no variant was made');
}
