const MOST_WAITING = 50;

/**
 * Lets one at a time at each key, in the order in which they came. It spares those of this server from getting in
 * each other's way; what keeps the servers apart is the database's lock.
 */
export class Turns {
  private readonly lines = new Map<string, { last: Promise<unknown>; length: number }>();

  /** @throws Error if too many are waiting already */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= MOST_WAITING) {
      throw new Error(`${MOST_WAITING} are waiting for ${key} already; come again later`);
    }
    const mine = line.last.then(work);
    line.last = mine.catch(() => undefined);
    line.length++;
    this.lines.set(key, line);
    try {
      return await mine;
    } finally {
      line.length--;
      if (line.length === 0) {
        this.lines.delete(key);
      }
    }
  }
}
