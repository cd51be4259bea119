import assert from 'node:assert/strict';
import { test } from 'node:test';

import { toDecimal, toMinor } from '../src/money';

test('writes whole units as the currency is written', () => {
  assert.equal(toDecimal(4900, 2, 'USD'), '49.00');
  assert.equal(toDecimal(5, 2, 'USD'), '0.05');
  assert.equal(toDecimal(0, 2, 'USD'), '0.00');
  assert.equal(toDecimal(100000, 2, 'JPY'), '1000');
  assert.equal(toDecimal(4900, 2, 'KWD'), '49.000');
  assert.equal(toDecimal(4900100, 5, 'KWD'), '49.001');
});

test('refuses what the currency has no coins for', () => {
  assert.throws(() => toDecimal(100050, 2, 'JPY'), RangeError);
  assert.throws(() => toDecimal(4900125, 5, 'USD'), RangeError);
  assert.throws(() => toDecimal(49.5, 2, 'USD'), RangeError);
  assert.throws(() => toDecimal(Number.MAX_SAFE_INTEGER + 1, 2, 'USD'), RangeError);
});

test('reads amounts back without a cent lost', () => {
  for (const amount of [0, 1, 99, 100, 4900, 123456789, Number.MAX_SAFE_INTEGER]) {
    assert.equal(toMinor(toDecimal(amount, 2, 'USD'), 2), amount);
  }
  assert.equal(toMinor('1000', 2), 100000);
  assert.equal(toMinor('49.000', 2), 4900);
});

test('counts what came in finer than the server keeps short, never not at all', () => {
  assert.equal(toMinor('49.009', 2, 'drop'), 4900);
  assert.throws(() => toMinor('49.009 USD', 2, 'drop'), RangeError);
});

test('refuses what is no amount', () => {
  for (const wrong of ['', '4,9', '1e3', '49.001', ' 1', '0x1', '999999999999999.99']) {
    assert.throws(() => toMinor(wrong, 2), RangeError, wrong);
  }
});
