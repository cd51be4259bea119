<?php

namespace Bluejay\WooCommerce;

use PHPUnit\Framework\TestCase;

final class AmountTest extends TestCase
{
    /** @dataProvider sums */
    public function testSumsAreExact(string $a, string $b, string $sum): void
    {
        $this->assertSame($sum, Amount::of($a)->plus(Amount::of($b))->text());
        $this->assertSame(Amount::of($a)->text(), Amount::of($sum)->over(Amount::of($b))->text());
    }

    /** @return array<string, string[]> */
    public static function sums(): array
    {
        return [
            'what floats get wrong' => ['0.1', '0.2', '0.3'],
            'eighteen decimals' => ['0.000000000000000001', '999999999999999', '999999999999999.000000000000000001'],
            'a carry through everything' => ['0.999999999999999999', '0.000000000000000001', '1'],
            'no decimals' => ['1000', '999', '1999'],
            'three decimals' => ['1.005', '1.995', '3'],
        ];
    }

    public function testNothingIsOverMore(): void
    {
        $this->assertTrue(Amount::of('1')->over(Amount::of('2'))->isZero());
        $this->assertTrue(Amount::of('49.00')->equals(Amount::of('49')));
        $this->assertLessThan(0, Amount::of('9')->compare(Amount::of('10')));
    }

    /** @dataProvider noAmounts */
    public function testRefusesWhatIsNoAmount(string $text): void
    {
        $this->expectException(\InvalidArgumentException::class);
        Amount::of($text);
    }

    /** @return array<int, string[]> */
    public static function noAmounts(): array
    {
        return [[''], ['-1'], ['1e3'], ['1,5'], [' 1'], ["1\n"], ['1.'], ['.5'], [str_repeat('9', 28)], ['0.' . str_repeat('1', 19)]];
    }
}
