import { Notice } from './plan';

/** The history entry by which a refund that is due can be found and counted, beside the note for people. */
export const REFUND_DUE = 'BLUEJAY_REFUND_DUE';

declare module '@vendure/core' {
  interface OrderHistoryEntryData {
    [REFUND_DUE]: { amount: string; currencyCode: string; invoices: string };
  }
}

/** Same key, same news: told once for each order. */
export function keyOf(notice: Notice): string {
  switch (notice.kind) {
    case 'refund-due':
      return `refund-due:${notice.amount}`;
    case 'reversed':
      return `reversed:${notice.invoice}:${notice.paid}`;
    case 'refunded-elsewhere':
      return `refunded:${notice.invoice}:${notice.refunded}`;
    case 'order-changed':
      return `order-changed:${notice.received}:${notice.total}`;
    case 'other-currency':
      return `other-currency:${notice.invoice}:${notice.paid}`;
  }
}

/** @param money writes an amount with its currency */
export function textOf(notice: Notice, money: (amount: number) => string): string {
  switch (notice.kind) {
    case 'refund-due':
      return (
        `Refund due: ${money(notice.amount)} more than this order needs has arrived at Bluejay ` +
        `(invoices ${notice.invoices.join(', ')}). Refund it to the payer.`
      );
    case 'reversed':
      return (
        `Do not ship: Bluejay says that money for invoice ${notice.invoice} was taken back. ` +
        `${money(notice.paid)} of it is left. The order was not changed.`
      );
    case 'refunded-elsewhere':
      return (
        `Bluejay has refunded ${money(notice.refunded)} of invoice ${notice.invoice}, and this order knows of ` +
        `${money(notice.known)}. Record the difference as a refund that was made elsewhere.`
      );
    case 'order-changed':
      return (
        `${money(notice.received)} was paid, and the order now comes to ${money(notice.total)}: ` +
        'it was changed while the payer was paying. Ask for the rest, or refund.'
      );
    case 'other-currency':
      return (
        `Refund due: ${notice.paid} has arrived at Bluejay for invoice ${notice.invoice}, ` +
        'and the order is in another currency now.'
      );
  }
}
