import { PaymentProcess } from '@vendure/core';

/**
 * Lets a new payment stay `Created`. Vendure makes each payment in that state and moves it to the one that the method
 * answers, and knows no way from `Created` to itself, because its own methods are decided at once.
 */
export const unpaidPaymentProcess: PaymentProcess<'Created'> = {
  transitions: { Created: { to: ['Created'], mergeStrategy: 'merge' } },
};
