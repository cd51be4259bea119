import assert from 'node:assert/strict';

/** Somebody who talks GraphQL with Vendure, and is remembered by it. */
export class Session {
  private cookies = '';

  constructor(private readonly url: string) {}

  async ask<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(this.cookies ? { Cookie: this.cookies } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    const set = response.headers.getSetCookie().map(cookie => cookie.split(';', 1)[0]);
    this.cookies = set.length > 0 ? set.join('; ') : this.cookies;
    const said = (await response.json()) as { data?: T; errors?: unknown };
    assert.ok(said.data && !said.errors, `${query}: ${JSON.stringify(said)}`);
    return said.data;
  }
}

interface OpenPayment {
  readonly invoice: string;
  readonly checkoutUrl: string;
}

/** A shopper without a browser. */
export class Shopper {
  private readonly session: Session;

  constructor(
    shopUrl: string,
    private readonly variant: string,
  ) {
    this.session = new Session(`${shopUrl}/shop-api`);
  }

  /** @returns the order's code */
  async fillsCart(): Promise<string> {
    await this.adds(1);
    const guest = { firstName: 'Ada', lastName: 'Achieng', emailAddress: `ada-${process.hrtime.bigint()}@example.com` };
    await this.session.ask(
      'mutation($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) { __typename } }',
      { input: guest },
    );
    await this.session.ask(
      'mutation { setOrderShippingAddress(input: { streetLine1: "1 Moi Avenue", countryCode: "KE" }) { __typename } }',
    );
    const { eligibleShippingMethods } = await this.session.ask<{ eligibleShippingMethods: Array<{ id: string }> }>(
      '{ eligibleShippingMethods { id } }',
    );
    await this.session.ask('mutation($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) { __typename } }', {
      id: eligibleShippingMethods.map(method => method.id),
    });
    const { activeOrder } = await this.session.ask<{ activeOrder: { code: string } }>('{ activeOrder { code } }');
    return activeOrder.code;
  }

  async adds(quantity: number): Promise<void> {
    await this.session.ask(
      'mutation($id: ID!, $n: Int!) { addItemToOrder(productVariantId: $id, quantity: $n) { __typename } }',
      { id: this.variant, n: quantity },
    );
  }

  async goesTo(state: 'ArrangingPayment' | 'AddingItems'): Promise<void> {
    const done = await this.session.ask<{ transitionOrderToState: { state?: string; transitionError?: string } }>(
      `mutation($s: String!) { transitionOrderToState(state: $s) {
         ... on Order { state } ... on OrderStateTransitionError { transitionError } } }`,
      { s: state },
    );
    assert.equal(done.transitionOrderToState.state, state, JSON.stringify(done));
  }

  async choosesBluejay(): Promise<OpenPayment> {
    const done = await this.session.ask<{
      addPaymentToOrder: { payments?: Array<{ state: string; transactionId: string; metadata: { public: OpenPayment } }> };
    }>(
      `mutation { addPaymentToOrder(input: { method: "bluejay", metadata: {} }) {
         ... on Order { payments { state transactionId metadata } } ... on ErrorResult { errorCode message } } }`,
    );
    const open = done.addPaymentToOrder.payments?.filter(payment => payment.state === 'Created') ?? [];
    assert.equal(open.length, 1, JSON.stringify(done));
    const payment = open[0] ?? assert.fail();
    return { invoice: payment.transactionId, checkoutUrl: payment.metadata.public.checkoutUrl };
  }

  /** From an empty cart to the invoice. */
  async checksOut(): Promise<OpenPayment & { code: string }> {
    const code = await this.fillsCart();
    await this.goesTo('ArrangingPayment');
    return { code, ...(await this.choosesBluejay()) };
  }
}
