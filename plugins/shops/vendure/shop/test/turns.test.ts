import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Turns } from '../src/turns';

test('lets one at a time at each key, in the order in which they came', async () => {
  const turns = new Turns();
  const happened: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    happened.push(`${name} begins`);
    await new Promise(setImmediate);
    happened.push(`${name} ends`);
  };
  await Promise.all([turns.take('A', work('first')), turns.take('A', work('second'))]);
  assert.deepEqual(happened, ['first begins', 'first ends', 'second begins', 'second ends']);
});

test('one that fails holds up no other', async () => {
  const turns = new Turns();
  const failing = turns.take('A', () => Promise.reject(new Error('no gateway')));
  const next = turns.take('A', () => Promise.resolve('done'));
  await assert.rejects(failing, /no gateway/);
  assert.equal(await next, 'done');
});

test('keys do not wait for each other, and a line has a limit', async () => {
  const turns = new Turns();
  let end = (): void => undefined;
  const slow = turns.take('A', () => new Promise<void>(resolve => (end = resolve)));
  const waiting = Array.from({ length: 49 }, () => turns.take('A', () => Promise.resolve()));
  await assert.rejects(turns.take('A', () => Promise.resolve()), /waiting for A/);
  assert.equal(await turns.take('B', () => Promise.resolve('done')), 'done');
  end();
  await Promise.all([slow, ...waiting]);
  assert.equal(await turns.take('A', () => Promise.resolve('done')), 'done');
});
