import { Webhook } from 'standardwebhooks';

/** What a webhook says of itself. Only a reason to ask the gateway, whatever else it claims. */
export interface Event {
  readonly id: string;
  readonly type: string;
  /** The invoice that it is about, if it is about one. */
  readonly invoice: string | undefined;
}

/**
 * Reads a webhook that one of the secrets has signed within the last five minutes.
 *
 * @returns undefined for any other
 */
export function verified(
  body: Buffer,
  headers: Record<string, string | string[] | undefined>,
  secrets: readonly string[],
): Event | undefined {
  for (const secret of secrets) {
    try {
      const single = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
      return eventOf(new Webhook(secret).verify(body, Object.fromEntries(single)));
    } catch {
      // Forged, stale, or signed with another of the secrets: the next one decides, and in the end the caller's 401.
      continue;
    }
  }
  return undefined;
}

function eventOf(said: unknown): Event {
  const { id, type, object, data } = said as {
    id?: unknown;
    type?: unknown;
    object?: { type?: unknown; id?: unknown };
    data?: { invoiceId?: unknown };
  };
  if (typeof id !== 'string' || id.length > 64 || typeof type !== 'string') {
    throw new TypeError('no event');
  }
  const invoice = object?.type === 'invoice' ? object.id : data?.invoiceId;
  return { id, type, invoice: typeof invoice === 'string' ? invoice : undefined };
}
