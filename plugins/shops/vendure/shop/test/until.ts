import { setTimeout as pause } from 'node:timers/promises';

/** Asks until it is so; fails with what was waited for once the time is up. */
export async function until(what: string, millis: number, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + millis;
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      throw new Error(`waited ${millis} ms in vain for ${what}`);
    }
    await pause(50);
  }
}
