<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * An amount of money, never negative, exact to 18 decimals.
 *
 * WooCommerce reckons in floats, and a shop's PHP may have neither bcmath nor gmp; so the digits are
 * kept here, and no float ever touches them.
 */
final class Amount
{
    private const DECIMALS = 18;
    private const WHOLE = 27;
    private const CHUNK = 9;
    private const SHAPE = '/^([0-9]{1,27})(?:\.([0-9]{1,18}))?$/D';

    /** @var string as many digits as WHOLE and DECIMALS together */
    private $digits;

    private function __construct(string $digits)
    {
        $this->digits = $digits;
    }

    /**
     * @param string $text such as "49.00"
     * @throws \InvalidArgumentException when it is no decimal number, is negative or has too many digits
     */
    public static function of(string $text): self
    {
        if (!preg_match(self::SHAPE, $text, $parts)) {
            throw new \InvalidArgumentException('not an amount: ' . substr($text, 0, 60));
        }
        return new self(
            str_pad($parts[1], self::WHOLE, '0', STR_PAD_LEFT)
            . str_pad($parts[2] ?? '', self::DECIMALS, '0')
        );
    }

    /** @param mixed $value */
    public static function isOne($value): bool
    {
        return is_string($value) && preg_match(self::SHAPE, $value) === 1;
    }

    public static function zero(): self
    {
        return self::of('0');
    }

    public function plus(self $other): self
    {
        return $this->reckon($other, 1);
    }

    /** By how much this is more than the other; zero when it is not. */
    public function over(self $other): self
    {
        return $this->compare($other) > 0 ? $this->reckon($other, -1) : self::zero();
    }

    /** Negative, zero or positive, as this is less than, equal to or more than the other. */
    public function compare(self $other): int
    {
        return strcmp($this->digits, $other->digits);
    }

    public function equals(self $other): bool
    {
        return $this->digits === $other->digits;
    }

    public function isZero(): bool
    {
        return trim($this->digits, '0') === '';
    }

    public function smaller(self $other): self
    {
        return $this->compare($other) < 0 ? $this : $other;
    }

    /** The shortest way to write it, which fits every currency it is exact in: "49", "49.5". */
    public function text(): string
    {
        $whole = ltrim(substr($this->digits, 0, self::WHOLE), '0');
        $rest = rtrim(substr($this->digits, self::WHOLE), '0');
        return ($whole === '' ? '0' : $whole) . ($rest === '' ? '' : '.' . $rest);
    }

    private function reckon(self $other, int $sign): self
    {
        $ours = str_split($this->digits, self::CHUNK);
        $theirs = str_split($other->digits, self::CHUNK);
        $carry = 0;
        for ($i = count($ours) - 1; $i >= 0; $i--) {
            $sum = (int) $ours[$i] + $sign * (int) $theirs[$i] + $carry;
            $carry = $sum < 0 ? -1 : intdiv($sum, 1000000000);
            $sum -= $carry * 1000000000;
            $ours[$i] = str_pad((string) $sum, self::CHUNK, '0', STR_PAD_LEFT);
        }
        if ($carry !== 0) {
            throw new \OverflowException('more digits than any currency has');
        }
        return new self(implode('', $ours));
    }
}
