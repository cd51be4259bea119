<?php

namespace Bluejay\WooCommerce;

final class CheckoutTest extends ShopCase
{
    public function testTwoTabsShareOneInvoice(): void
    {
        $this->assertSame($this->open(), $this->open());
        $this->assertCount(1, $this->bluejay->invoices);
    }

    public function testALostAnswerMakesNoSecondInvoice(): void
    {
        $this->bluejay->fault = 'after';
        try {
            $this->open();
            $this->fail('the answer was lost');
        } catch (Unreachable $lost) {
            $this->bluejay->fault = '';
        }
        $this->open();
        $this->assertCount(1, $this->bluejay->invoices);
    }

    public function testALostAnswerIsAskedForAsItWasEvenAfterTheSettingsChanged(): void
    {
        $this->bluejay->fault = 'after';
        try {
            $this->open();
        } catch (Unreachable $lost) {
            $this->bluejay->fault = '';
        }
        \FakeShop::$options[Settings::OPTION]['minutes'] = '90';
        $this->open();
        $this->assertCount(1, $this->bluejay->invoices);
    }

    /** @dataProvider strangers */
    public function testWhatIsNoAnswerOfTheGatewayIsAskedForAgainLater(string $body): void
    {
        $this->bluejay->fault = $body;
        $this->assertSame(['result' => 'failure'], (new Gateway())->process_payment($this->order));
        $this->assertOrder('pending');
        $this->bluejay->fault = '';
        $this->open();
        $this->assertCount(1, $this->bluejay->invoices);
    }

    /** @return array<string, string[]> */
    public static function strangers(): array
    {
        return [
            'a page' => ['html'], 'JSON of somebody else' => ['json'], 'half an invoice' => ['half'],
            'an invoice that leads astray' => ['astray'],
        ];
    }

    public function testAnOrderThatChangedGetsAnotherInvoiceAndTheOldOneIsClosed(): void
    {
        $old = $this->open();
        \FakeShop::changeElsewhere($this->order, ['total' => '59.00']);
        $new = $this->open();
        $this->assertNotSame($old, $new);
        $this->assertSame('cancelled', $this->bluejay->invoices[$old]['status']);
        $this->assertSame('59', $this->bluejay->invoices[$new]['currencyAmount']);
    }

    public function testNobodyIsAskedTwiceWhileMoneyIsOnItsWay(): void
    {
        $invoice = $this->open();
        $this->bluejay->put($invoice, ['status' => 'processing', 'amountPending' => '49.00']);
        \FakeShop::changeElsewhere($this->order, ['total' => '59.00']);
        $this->assertSame(['result' => 'failure'], (new Gateway())->process_payment($this->order));
        $this->assertCount(1, $this->bluejay->invoices);
        $this->assertStringContainsString('do not pay again', implode(\FakeShop::$log));
    }

    public function testAnInvoiceThatIsAboutToEndIsNotReused(): void
    {
        $old = $this->open();
        \FakeShop::$now += 29 * 60;
        $this->assertNotSame($old, $this->open());
        $this->assertSame('cancelled', $this->bluejay->invoices[$old]['status']);
    }

    public function testOnlyTheRestOfAPartlyPaidOrderIsAskedFor(): void
    {
        $first = $this->open();
        $this->bluejay->pay($first, '20.00');
        $this->bluejay->put($first, ['status' => 'expired']);
        $second = $this->open();
        $this->assertOrder('on-hold');
        $this->assertSame('29', $this->bluejay->invoices[$second]['currencyAmount']);
        $this->bluejay->pay($second, '29.00');
        $this->webhook('invoice.paid', $second);
        $this->assertOrder('processing');
        $this->assertSame('0', $this->refundDue());
    }

    public function testAPartlyPaidOrderCanBePaidOnTheOrderPayPage(): void
    {
        $first = $this->open();
        $this->bluejay->pay($first, '20.00');
        $this->webhook('invoice.underpaid', $first);
        $this->assertOrder('on-hold');
        $this->assertTrue(Orders::fresh($this->order)->needs_payment());
    }

    public function testWhoComesToPayAPaidOrderIsShownThatItIsPaid(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        \FakeShop::otherProcess();
        $this->assertStringContainsString('order-received', Checkout::open($this->order));
        $this->assertOrder('processing');
    }

    public function testAmountsAreWrittenAsTheCurrencyAllows(): void
    {
        \FakeShop::changeElsewhere($this->order, ['total' => '1000.00', 'currency' => 'JPY']);
        $this->assertSame('1000', $this->bluejay->invoices[$this->open()]['currencyAmount']);
        \FakeShop::$options['decimals'] = 3;
        $this->order = \FakeShop::order(['total' => '1.005', 'currency' => 'KWD']);
        $this->assertSame('1.005', $this->bluejay->invoices[$this->open()]['currencyAmount']);
    }

    public function testTheInvoiceNamesOurAddressItselfWhenThereIsNoEndpoint(): void
    {
        \FakeShop::$options['bluejay_connection_sandbox']['endpoint'] = '';
        $this->open();
        $sent = Attempts::of(Orders::fresh($this->order))->last()->request();
        $this->assertSame('https://shop.example/wp-json/bluejay/v1/webhook', $sent['webhookUrl']);
    }

    public function testAnOrderThatIsCancelledInTheShopClosesItsInvoice(): void
    {
        $invoice = $this->open();
        Orders::fresh($this->order)->update_status('cancelled');
        $this->wait(1);
        $this->assertSame('cancelled', $this->bluejay->invoices[$invoice]['status']);
    }
}
