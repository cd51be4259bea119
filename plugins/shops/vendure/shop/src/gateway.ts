import { Settings } from './options';

/** What the gateway says of an invoice. Amounts are decimal strings in the invoice's currency. */
export interface Invoice {
  readonly id: string;
  readonly status: InvoiceStatus;
  readonly currencyAmount: string;
  readonly currencySymbol: string;
  readonly amountPaid: string;
  readonly amountPending: string;
  readonly amountRefunded: string;
  readonly exceptions: readonly string[];
  readonly checkoutUrl: string;
  readonly expiresAt: string;
}

const STATUSES = ['pending', 'processing', 'paid', 'expired', 'cancelled'] as const;
export type InvoiceStatus = (typeof STATUSES)[number];

/** What to ask for. */
export interface NewInvoice {
  readonly amount: string;
  readonly currency: string;
  readonly orderCode: string;
  readonly webhookUrl: string;
  readonly redirectUrl: string;
  readonly cancelUrl: string;
}

/** Where a refund stands at the gateway. */
export interface GatewayRefund {
  readonly id: string;
  readonly status: string;
}

/** The gateway answered, and said no. `code` is stable, the message is for people. */
export class GatewayRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** No answer that can be relied on: what was asked may have happened. */
export class GatewayUnclear extends Error {}

const PATIENCE_MILLIS = 10_000;
const LARGEST_ANSWER = 1024 * 1024;

/** The gateway's API, as far as a shop needs it. Every request can be sent again without harm. */
export class Gateway {
  constructor(private readonly settings: Settings) {}

  async create(order: NewInvoice, key: string): Promise<Invoice> {
    const { shopId, timeForPayment, acceptedMethods } = this.settings;
    return asInvoice(
      await this.send('POST', '/invoices/', key, {
        shopId,
        currencyAmount: order.amount,
        currencySymbol: order.currency,
        orderId: order.orderCode,
        timeForPayment,
        redirectUrl: order.redirectUrl,
        cancelUrl: order.cancelUrl,
        webhookUrl: order.webhookUrl,
        ...(acceptedMethods ? { acceptedMethods } : {}),
      }),
    );
  }

  async read(invoice: string): Promise<Invoice> {
    return asInvoice(await this.send('GET', `/invoices/${encodeURIComponent(invoice)}`));
  }

  /** Never while money may be moving: that is refused with the code `attempt-in-flight`. */
  async cancel(invoice: string): Promise<Invoice> {
    // Without a key: a refusal of now would be repeated later, when the attempt is over.
    const path = `/invoices/${encodeURIComponent(invoice)}/cancel`;
    return asInvoice(await this.send('POST', path, undefined, { force: false }));
  }

  async refund(invoice: string, amount: string, key: string): Promise<GatewayRefund> {
    const data = await this.send('POST', `/invoices/${encodeURIComponent(invoice)}/refunds`, key, { amount });
    return { id: text(data, 'id'), status: text(data, 'status') };
  }

  private async send(method: string, path: string, key?: string, body?: object): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = { 'X-API-Key': this.settings.apiKey, Accept: 'application/json' };
    if (key) {
      headers['Idempotency-Key'] = key;
    }
    if (body) {
      headers['Content-Type'] = 'application/json';
    }
    const where = `${method} ${this.settings.gatewayUrl}/api/v1${path}`;
    let status: number;
    let said: string;
    try {
      const response = await fetch(`${this.settings.gatewayUrl}/api/v1${path}`, {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MILLIS),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      status = response.status;
      said = await bounded(response);
    } catch (cause) {
      throw new GatewayUnclear(`${where}: ${reason(cause)}`, { cause });
    }
    return understood(where, status, said);
  }
}

/** `fetch` itself only says that it failed; why is in its cause. */
function reason(failure: unknown): string {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LARGEST_ANSWER) {
      throw new Error(`the answer is longer than ${LARGEST_ANSWER} bytes`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function understood(where: string, status: number, said: string): Record<string, unknown> {
  let answer: unknown;
  try {
    answer = JSON.parse(said);
  } catch (cause) {
    throw new GatewayUnclear(`${where}: ${status} with an answer that is not JSON`, { cause });
  }
  const fields: Record<string, unknown> = isObject(answer) ? answer : {};
  if (status >= 200 && status < 300 && isObject(fields['data'])) {
    return fields['data'];
  }
  const code = typeof fields['code'] === 'string' ? fields['code'] : 'unknown';
  const detail = typeof fields['detail'] === 'string' ? fields['detail'] : `status ${status}`;
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    throw new GatewayRefused(status, code, `${where}: ${detail} (${code})`);
  }
  throw new GatewayUnclear(`${where}: ${detail} (${code})`);
}

function asInvoice(data: Record<string, unknown>): Invoice {
  const status = STATUSES.find(known => known === data['status']);
  if (!status) {
    throw new GatewayUnclear(`the gateway speaks of an invoice status "${String(data['status'])}" that is not known`);
  }
  const exceptions = Array.isArray(data['exceptions']) ? data['exceptions'].map(String) : [];
  return {
    id: text(data, 'id'),
    status,
    currencyAmount: text(data, 'currencyAmount'),
    currencySymbol: text(data, 'currencySymbol'),
    amountPaid: text(data, 'amountPaid'),
    amountPending: text(data, 'amountPending'),
    amountRefunded: text(data, 'amountRefunded'),
    exceptions,
    checkoutUrl: text(data, 'checkoutUrl'),
    expiresAt: text(data, 'expiresAt'),
  };
}

function text(data: Record<string, unknown>, field: string): string {
  const value = data[field];
  if (typeof value !== 'string') {
    throw new GatewayUnclear(`the gateway's answer has no ${field}`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
