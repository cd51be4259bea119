import assert from 'node:assert/strict';
import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { until } from './until';

/** What the tests read of an invoice, beside what the plugin does. */
export interface SeenInvoice {
  readonly id: string;
  readonly status: string;
  readonly amountPaid: string;
  readonly amountRefunded: string;
}

/** The packaged gateway with its demo shop, started as a new user does: `./bluejay run`. */
export class GatewayProcess {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    readonly apiKey: string,
    readonly shopId: string,
    readonly webhookSecret: string,
  ) {}

  static async start(root: string, work: string): Promise<GatewayProcess> {
    const folder = join(work, 'gateway');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const data = join(folder, 'data');
    const log = openSync(join(folder, 'server.log'), 'a');
    const child = spawn(join(root, 'bluejay'), ['run', '--port', String(port), '--data', data], {
      stdio: ['ignore', log, log],
    });
    const url = `http://localhost:${port}`;
    await until('the gateway to be ready', 300_000, async () => {
      assert.equal(child.exitCode, null, `the gateway ended; see ${folder}/server.log`);
      return existsSync(join(data, 'demo.env')) && (await isReady(url));
    });
    const demo = new Map(
      readFileSync(join(data, 'demo.env'), 'utf8')
        .split('\n')
        .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
    );
    const value = (name: string): string => demo.get(name) ?? assert.fail(`demo.env has no ${name}`);
    return new GatewayProcess(
      child,
      url,
      value('BLUEJAY_API_KEY'),
      value('BLUEJAY_SHOP_ID'),
      value('BLUEJAY_WEBHOOK_SECRET'),
    );
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>(resolve => this.process.once('exit', () => resolve()));
    if (this.process.exitCode === null && this.process.kill('SIGTERM')) {
      await ended;
    }
  }

  async invoice(id: string): Promise<SeenInvoice> {
    return (await this.call('GET', `/invoices/${id}`)) as SeenInvoice;
  }

  async invoicesOf(orderCode: string): Promise<SeenInvoice[]> {
    return (await this.call('GET', `/invoices/?orderId=${orderCode}`)) as SeenInvoice[];
  }

  async startAttempt(id: string, method: string): Promise<void> {
    await this.call('POST', `/invoices/${id}/attempts`, { method });
  }

  /** The payer's part, without a browser. */
  async simulate(id: string, scenario: string): Promise<void> {
    await this.call('POST', `/sandbox/invoices/${id}/simulate`, { scenario });
  }

  async advance(by: string): Promise<void> {
    await this.call('POST', '/sandbox/clock/advance', { by });
  }

  async awaitStatus(id: string, status: string): Promise<void> {
    await until(`invoice ${id} to be ${status}`, 60_000, async () => (await this.invoice(id)).status === status);
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { 'X-API-Key': this.apiKey, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const said = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${said}`);
    return (JSON.parse(said) as { data: unknown }).data;
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).status === 200;
  } catch {
    return false; // Nobody listens yet.
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
