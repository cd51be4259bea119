export { BluejayOptions } from './options';
export { BluejayPlugin } from './plugin';
export { bluejayPaymentHandler } from './handler';
export { BluejayEvent, BluejayInvoice, BluejayOrder } from './entities';
export { REFUND_DUE } from './notes';
