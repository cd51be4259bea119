import { AsyncLocalStorage } from 'node:async_hooks';

import { Invoice } from './gateway';

/**
 * What the gateway said of an invoice just before the transaction that runs now. Vendure asks the payment method
 * again whether a payment may be settled; with the answer at hand nobody is called while the order is locked.
 */
export type Proof = { readonly invoice: Invoice } | { readonly superseded: string };

const current = new AsyncLocalStorage<Proof>();

export function withProof<T>(proof: Proof, work: () => Promise<T>): Promise<T> {
  return current.run(proof, work);
}

export function proof(): Proof | undefined {
  return current.getStore();
}
