/** How a shop reaches its gateway, and how the gateway and payers reach the shop. */
export interface BluejayOptions {
  /** Address of the gateway, without a path: `https://pay.example.com`. */
  gatewayUrl: string;
  /** Key with the scopes `invoices:read` and `invoices:write` (and `refunds:write` to refund from an order). */
  apiKey: string;
  /** The shop, as the gateway knows it. */
  shopId: string;
  /** What the gateway signs the shop's webhooks with; both old and new while it is rotated. */
  webhookSecret: string | readonly string[];
  /** Address of this Vendure server as the gateway and payers' browsers see it, without a path. */
  serverUrl: string;
  /** The storefront's page that a payer comes back to; `{code}` stands for the order's code. */
  returnUrl: string;
  /** Minutes that a payer has. Default 30. */
  timeForPayment?: number;
  /** The gateway's methods to offer; all of the shop's when left out. */
  acceptedMethods?: readonly string[];
  /** When orders are looked after whose webhook did not come. */
  poll?: {
    /** Cron expression. Default: every minute. */
    schedule?: string;
    /** Seconds from an invoice's making, or from news of it, until it is asked after. Default 120. */
    patience?: number;
  };
}

/** Options with every default filled in, and checked. */
export interface Settings {
  readonly gatewayUrl: string;
  readonly apiKey: string;
  readonly shopId: string;
  readonly secrets: readonly string[];
  readonly serverUrl: string;
  readonly returnUrl: string;
  readonly timeForPayment: number;
  readonly acceptedMethods: readonly string[] | undefined;
  readonly schedule: string;
  readonly patienceMillis: number;
}

/** Where the plugin's own routes are, below `serverUrl`. */
export const WEBHOOK_PATH = 'bluejay/webhook';
export const RETURN_PATH = 'bluejay/return';

/** Token of the {@link Settings} for Nest. */
export const SETTINGS = Symbol('bluejay-settings');

/**
 * Checks the options when the server starts, because a wrong address found by the first payer is found too late.
 *
 * @throws Error that names the option and what it should be
 */
export function settle(options: BluejayOptions): Settings {
  const secrets = typeof options.webhookSecret === 'string' ? [options.webhookSecret] : options.webhookSecret;
  if (secrets.length === 0 || secrets.some(secret => !secret.startsWith('whsec_'))) {
    throw new Error('BluejayPlugin: webhookSecret must be the text that begins with "whsec_", as the gateway shows it');
  }
  const timeForPayment = options.timeForPayment ?? 30;
  if (!Number.isInteger(timeForPayment) || timeForPayment < 1) {
    throw new Error('BluejayPlugin: timeForPayment must be a whole number of minutes, at least 1');
  }
  if (!options.returnUrl.includes('{code}')) {
    throw new Error('BluejayPlugin: returnUrl must contain {code}, the place of the order\'s code');
  }
  return {
    gatewayUrl: origin('gatewayUrl', options.gatewayUrl),
    apiKey: given('apiKey', options.apiKey),
    shopId: given('shopId', options.shopId),
    secrets,
    serverUrl: origin('serverUrl', options.serverUrl),
    returnUrl: options.returnUrl,
    timeForPayment,
    acceptedMethods: options.acceptedMethods,
    schedule: options.poll?.schedule ?? '* * * * *',
    patienceMillis: (options.poll?.patience ?? 120) * 1000,
  };
}

function given(name: string, value: string): string {
  if (!value) {
    throw new Error(`BluejayPlugin: ${name} is missing`);
  }
  return value;
}

function origin(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error(`BluejayPlugin: ${name} must be an address such as https://pay.example.com, not "${value}"`);
  }
  return value.replace(/\/+$/, '');
}
