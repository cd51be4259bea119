/**
 * Vendure counts money in whole small units whose number of decimals the server sets for all currencies
 * (`MoneyStrategy.precision`, mostly 2); Bluejay takes decimal strings with at most the currency's own decimals.
 * These translate exactly, or not at all.
 */

/** ISO 4217's decimals: 2 for USD, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * @param amount Vendure's whole number
 * @param precision decimals that the server keeps
 * @throws RangeError if the currency has no coins that small
 */
export function toDecimal(amount: number, precision: number, currency: string): string {
  if (!Number.isSafeInteger(amount)) {
    throw new RangeError(`${amount} is no whole amount`);
  }
  const decimals = decimalsOf(currency);
  const sign = amount < 0 ? '-' : '';
  const digits = Math.abs(amount).toString().padStart(precision + 1, '0');
  const whole = digits.slice(0, digits.length - precision);
  const fraction = digits.slice(digits.length - precision);
  if (/[1-9]/.test(fraction.slice(decimals))) {
    throw new RangeError(`${sign}${whole}.${fraction} ${currency} is finer than the currency's ${decimals} decimals`);
  }
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  return sign + (decimals === 0 ? whole : `${whole}.${kept}`);
}

/**
 * @param text what the gateway says, such as `49.00`
 * @param precision decimals that the server keeps
 * @param finer what becomes of decimals beyond them: money that came in is better counted a trifle short than not at all
 * @throws RangeError if it is no amount, or finer than the server can keep
 */
export function toMinor(text: string, precision: number, finer: 'refuse' | 'drop' = 'refuse'): number {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (!match || (finer === 'refuse' && /[1-9]/.test(fraction.slice(precision)))) {
    throw new RangeError(`"${text}" is no amount with ${precision} decimals`);
  }
  const amount = Number(`${match[1]}${match[2]}${fraction.slice(0, precision).padEnd(precision, '0')}`);
  if (!Number.isSafeInteger(amount)) {
    throw new RangeError(`"${text}" is more than can be counted`);
  }
  return amount;
}
