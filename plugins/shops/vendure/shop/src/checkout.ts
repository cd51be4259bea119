import { Inject, Injectable } from '@nestjs/common';
import {
  ConfigService,
  CreatePaymentErrorResult,
  CreatePaymentResult,
  isGraphQlErrorResult,
  Logger,
  Order,
  Payment,
  PaymentService,
  RequestContext,
} from '@vendure/core';

import { Books } from './books';
import { Gateway, GatewayRefused, Invoice } from './gateway';
import { toDecimal, toMinor } from './money';
import { RETURN_PATH, Settings, SETTINGS, WEBHOOK_PATH } from './options';
import { withProof } from './proof';

const MOST_INVOICES = 20;
const TOO_LATE_MILLIS = 60_000;
const STATES = { pending: 'Created', processing: 'Authorized', paid: 'Settled' } as const;

/**
 * Gives an order the one invoice that its payer is to pay: the live one if it still asks for the right amount,
 * else a new one, whose key makes sure that asking twice makes it once.
 */
@Injectable()
export class Checkout {
  constructor(
    private readonly books: Books,
    private readonly gateway: Gateway,
    private readonly payments: PaymentService,
    private readonly config: ConfigService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @param amount what Vendure finds missing, to which our own open payments come: they have brought nothing yet */
  async begin(
    ctx: RequestContext,
    order: Order,
    amount: number,
    method: string,
  ): Promise<CreatePaymentResult | CreatePaymentErrorResult> {
    await this.books.lock(ctx, order.id);
    const bound = await this.books.invoicesOf(ctx, order.id);
    const ours = new Set(bound.map(one => one.invoice));
    const open = (await this.books.payments(ctx, order.id)).filter(
      payment => payment.state === 'Created' && ours.has(payment.transactionId),
    );
    const wanted = amount + open.reduce((sum, payment) => sum + payment.amount, 0);
    try {
      let invoice = await this.live(open, wanted, order);
      if (!invoice) {
        if (bound.length >= MOST_INVOICES) {
          return refused(wanted, 'There have been too many attempts to pay this order.');
        }
        invoice = await this.create(order, bound.length + 1, wanted);
        await this.books.bind(ctx, order, method, wanted, invoice);
      }
      await this.supersede(ctx, open);
      return answer(invoice, wanted);
    } catch (failure) {
      if (failure instanceof RangeError) {
        return refused(wanted, failure.message);
      }
      Logger.error(`order=${order.code} could not get an invoice: ${String(failure)}`, 'Bluejay');
      return refused(wanted, 'The payment could not be started. Nothing was charged; please try again.');
    }
  }

  private async create(order: Order, attempt: number, wanted: number): Promise<Invoice> {
    const { serverUrl, returnUrl } = this.settings;
    const amount = toDecimal(wanted, this.precision(), order.currencyCode);
    return this.gateway.create(
      {
        amount,
        currency: order.currencyCode,
        orderCode: order.code,
        webhookUrl: `${serverUrl}/${WEBHOOK_PATH}`,
        redirectUrl: `${serverUrl}/${RETURN_PATH}?order=${encodeURIComponent(order.code)}`,
        cancelUrl: returnUrl.replaceAll('{code}', encodeURIComponent(order.code)),
      },
      `vendure:${order.code}:${attempt}:${amount}:${order.currencyCode}`,
    );
  }

  /** The open invoice that still fits. One that does not is called off, unless somebody may be paying it. */
  private async live(open: readonly Payment[], wanted: number, order: Order): Promise<Invoice | undefined> {
    let found: Invoice | undefined;
    for (const payment of open) {
      const invoice = await this.gateway.read(payment.transactionId);
      const fits =
        invoice.currencySymbol === order.currencyCode && toMinor(invoice.currencyAmount, this.precision()) === wanted;
      if (fits && isLive(invoice)) {
        found = invoice;
      } else if (invoice.status === 'pending') {
        await this.callOff(invoice);
      }
    }
    return found;
  }

  private async callOff(invoice: Invoice): Promise<void> {
    try {
      await this.gateway.cancel(invoice.id);
    } catch (failure) {
      if (!(failure instanceof GatewayRefused)) {
        throw failure;
      }
      // Should both be paid, the second shows as a refund that is due.
      Logger.warn(`invoice=${invoice.id} stays open beside the new one: ${failure.message}`, 'Bluejay');
    }
  }

  /** Vendure counts open payments as if they had been paid: only the newest may stay open. */
  private async supersede(ctx: RequestContext, open: readonly Payment[]): Promise<void> {
    for (const payment of open) {
      const done = await withProof({ superseded: payment.transactionId }, () =>
        this.payments.transitionToState(ctx, payment.id, 'Cancelled'),
      );
      if (isGraphQlErrorResult(done)) {
        throw new Error(`payment ${payment.id} cannot be superseded: ${done.message}`);
      }
    }
  }

  private precision(): number {
    return this.config.entityOptions.moneyStrategy.precision ?? 2;
  }
}

/** Nobody is sent to pay what closes before they have found their wallet. */
function isLive(invoice: Invoice): boolean {
  const timeLeft = Date.parse(invoice.expiresAt) - Date.now();
  return isPayable(invoice.status) && (invoice.status !== 'pending' || timeLeft > TOO_LATE_MILLIS);
}

function isPayable(status: Invoice['status']): status is keyof typeof STATES {
  return status in STATES;
}

function answer(invoice: Invoice, amount: number): CreatePaymentResult {
  return {
    amount,
    state: isPayable(invoice.status) ? STATES[invoice.status] : 'Declined',
    transactionId: invoice.id,
    metadata: { public: { checkoutUrl: invoice.checkoutUrl, expiresAt: invoice.expiresAt } },
  };
}

function refused(amount: number, errorMessage: string): CreatePaymentErrorResult {
  return { amount, state: 'Error', errorMessage };
}
