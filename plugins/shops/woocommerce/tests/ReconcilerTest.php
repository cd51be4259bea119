<?php

namespace Bluejay\WooCommerce;

/** What goes wrong elsewhere, one by one. */
final class ReconcilerTest extends ShopCase
{
    public function testAPaymentMakesTheOrderPaidWithTheInvoiceAsItsTransaction(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        $this->assertSame(200, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertOrder('processing');
        $this->assertSame($invoice, \FakeShop::$rows[$this->order]['transaction_id']);
        $this->assertSame(9, \FakeShop::$stock);
    }

    public function testWebhookAndReturnPageSettleOnceTogether(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        // While the return page reads the invoice, the webhook comes in on another connection.
        $this->bluejay->whileReading = function () use ($invoice): void {
            $remembered = [\FakeShop::$cache, \FakeShop::$read, \FakeShop::$connection];
            $this->assertSame(503, $this->webhook('invoice.paid', $invoice)->status);
            [\FakeShop::$cache, \FakeShop::$read, \FakeShop::$connection] = $remembered;
        };
        $this->assertStringContainsString('order-received', $this->comesBack());
        $this->assertSame(200, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertNoted('Paid through Bluejay');
        $this->assertNoted('stock taken');
        $this->assertSettledOnce();
    }

    public function testParallelWebhooksSettleOnce(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        for ($i = 0; $i < 5; $i++) {
            $this->assertSame(200, $this->webhook('invoice.paid', $invoice)->status);
        }
        $this->assertNoted('Paid through Bluejay');
        $this->assertSame(9, \FakeShop::$stock);
        $this->assertSettledOnce();
    }

    public function testAnOldCopyOfTheOrderDoesNotSettleAgain(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        \FakeShop::otherProcess();
        wc_get_order($this->order);
        $copies = [\FakeShop::$cache, \FakeShop::$read];
        $this->webhook('invoice.paid', $invoice);
        [\FakeShop::$cache, \FakeShop::$read] = $copies;
        Reconciler::reconcile($this->order, Reconciler::PAYER);
        $this->assertNoted('Paid through Bluejay');
        $this->assertSettledOnce();
    }

    public function testAnOldAttemptsExpiryNeverCancelsAPaidOrder(): void
    {
        $old = $this->open();
        \FakeShop::$now += 29 * 60;
        $new = $this->open();
        $this->bluejay->pay($new, '49.00');
        $this->webhook('invoice.paid', $new);
        $this->bluejay->put($old, ['status' => 'expired']);
        $this->webhook('invoice.expired', $old);
        $this->assertOrder('processing');
        $this->assertSame(9, \FakeShop::$stock);
    }

    public function testAnOldAttemptsExpiryDoesNotCancelAnOrderWithAnOpenAttempt(): void
    {
        $old = $this->open();
        \FakeShop::$now += 29 * 60;
        $this->open();
        $this->bluejay->put($old, ['status' => 'expired']);
        $this->webhook('invoice.expired', $old);
        $this->assertOrder('pending');
    }

    public function testAnOrderThatNobodyPaidIsCancelledInTheEnd(): void
    {
        $invoice = $this->open();
        $this->bluejay->put($invoice, ['status' => 'expired']);
        $this->webhook('invoice.expired', $invoice);
        $this->assertOrder('cancelled');
        $this->assertNoted('Nobody paid in time');
    }

    public function testAnOrderThatIsPaidOtherwiseByNowIsNotCancelled(): void
    {
        $invoice = $this->open();
        \FakeShop::changeElsewhere($this->order, ['payment_method' => 'cod']);
        $this->bluejay->put($invoice, ['status' => 'expired']);
        $this->webhook('invoice.expired', $invoice);
        $this->assertOrder('pending');
    }

    public function testAnOrderThatIsPaidThroughUsAfterAllIsOurs(): void
    {
        $invoice = $this->open();
        \FakeShop::changeElsewhere($this->order, ['payment_method' => 'cod']);
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('processing');
        $this->assertSame('bluejay', \FakeShop::$rows[$this->order]['payment_method']);
        $this->assertSame('0', $this->refundDue());
    }

    public function testTwoTabsTwoPaymentsTheSecondIsARefundDue(): void
    {
        $first = $this->open();
        \FakeShop::$now += 29 * 60;
        $second = $this->open();
        $this->bluejay->pay($second, '49.00');
        $this->webhook('invoice.paid', $second);
        $this->bluejay->put($first, ['amountPaid' => '49.00', 'exceptions' => ['late']]);
        $this->webhook('invoice.paid', $first);
        $this->webhook('invoice.paid', $first);
        $this->assertOrder('processing');
        $this->assertSame('49', $this->refundDue());
        $this->assertNoted('Refund due: 49 USD');
        $this->bluejay->put($first, ['amountRefunded' => '49.00']);
        $this->webhook('refund.completed', $first);
        $this->assertSame('0', $this->refundDue());
        $this->assertOrder('processing');
        $this->assertSame([], \FakeShop::$rows[$this->order]['refunds']);
    }

    public function testAnOrderPaidAnotherWayOwesAllOfOurMoney(): void
    {
        $invoice = $this->open();
        \FakeShop::changeElsewhere($this->order, ['payment_method' => 'cod', 'status' => 'processing', 'date_paid' => 1]);
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertSame('49', $this->refundDue());
        $this->assertOrder('processing');
    }

    public function testAWebhookThatNeverArrivesIsHealedByTheLookAndTheOrderSaysSo(): void
    {
        $invoice = $this->open();
        $this->wait(60);
        $this->bluejay->pay($invoice, '49.00');
        $this->wait(61);
        $this->assertOrder('processing');
        $this->assertNoted('never arrived');
    }

    public function testNothingIsSaidOfHealingWhenTheWebhookCame(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->wait(86400);
        $this->assertNoted('never arrived', 0);
        $this->assertSame([], \FakeShop::$actions);
    }

    public function testAnUnpaidOrderMarkedPaidIsSaidToBeSo(): void
    {
        $invoice = $this->open();
        Orders::fresh($this->order)->update_status('processing');
        $this->wait(121);
        $this->assertNoted('received no money');
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertNoted('marked as paid by hand');
        $this->assertSame('0', $this->refundDue());
        $this->assertSame($invoice, \FakeShop::$rows[$this->order]['transaction_id']);
    }

    public function testStockDoesNotGoBackAndForthWithTransfersThatComeAndGo(): void
    {
        $invoice = $this->open();
        for ($i = 0; $i < 3; $i++) {
            $this->bluejay->put($invoice, ['status' => 'processing', 'amountPending' => '49.00']);
            $this->webhook('invoice.processing', $invoice);
            $this->assertOrder('on-hold');
            $this->bluejay->put($invoice, ['status' => 'pending', 'amountPending' => '0.00']);
            $this->webhook('invoice.reopened', $invoice);
            $this->assertOrder('on-hold');
        }
        $this->assertNoted('stock taken');
        $this->assertNoted('stock given back', 0);
        $this->bluejay->put($invoice, ['status' => 'expired']);
        $this->webhook('invoice.expired', $invoice);
        $this->assertOrder('cancelled');
        $this->assertNoted('stock given back');
        $this->assertSame(10, \FakeShop::$stock);
    }

    public function testTheOrderGrewWhileThePayerPaid(): void
    {
        $invoice = $this->open();
        \FakeShop::changeElsewhere($this->order, ['total' => '59.00']);
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('on-hold');
        $this->assertNoted('10 USD is missing');
    }

    public function testTheOrderShrankWhileThePayerPaid(): void
    {
        $invoice = $this->open();
        \FakeShop::changeElsewhere($this->order, ['total' => '39.00']);
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('processing');
        $this->assertSame('10', $this->refundDue());
    }

    public function testLateMoneyRevivesAnOrderThatOnlyTimeHadEnded(): void
    {
        $invoice = $this->open();
        $this->bluejay->put($invoice, ['status' => 'expired']);
        $this->webhook('invoice.expired', $invoice);
        $this->bluejay->put($invoice, ['status' => 'paid', 'amountPaid' => '49.00']);
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('processing');
        $this->assertNoted('lives again');
        $this->assertSame(9, \FakeShop::$stock);
    }

    public function testLateMoneyDoesNotReviveWhatSomebodyCancelled(): void
    {
        $invoice = $this->open();
        Orders::fresh($this->order)->update_status('cancelled');
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('cancelled');
        $this->assertSame('49', $this->refundDue());
    }

    public function testMoneyThatIsTakenBackAlertsAndChangesNothing(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->bluejay->put($invoice, ['amountPaid' => '0.00', 'status' => 'expired']);
        $this->webhook('invoice.expired', $invoice);
        $this->assertOrder('processing');
        $this->assertNoted('money was taken back');
    }

    public function testAStatusOfAnotherPluginIsPaidAllTheSame(): void
    {
        $invoice = $this->open();
        \FakeShop::changeElsewhere($this->order, ['status' => 'awaiting-crypto']);
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('processing');
    }

    public function testTheMerchantsMappingComesAfterThePayment(): void
    {
        \FakeShop::$options[Settings::OPTION]['status_paid'] = 'completed';
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('completed');
        $this->assertNotNull(\FakeShop::$rows[$this->order]['date_paid']);
    }

    public function testTheCurrencyChangedWhileThePayerPaid(): void
    {
        $invoice = $this->open();
        \FakeShop::changeElsewhere($this->order, ['currency' => 'EUR']);
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('pending');
        $this->assertNoted('received 49 USD, but this order is in EUR');
    }

    /** @dataProvider sums */
    public function testASumThatIsMissingIsNotNothing(string $field, $value): void
    {
        $invoice = $this->open();
        $this->bluejay->put($invoice, ['status' => 'expired', $field => $value]);
        $this->assertSame(503, $this->webhook('invoice.expired', $invoice)->status);
        $this->assertOrder('pending');
    }

    /** @return array<int, array{string, mixed}> */
    public static function sums(): array
    {
        return [['amountPaid', null], ['amountPaid', '-1'], ['amountPending', 1.5], ['amountRefunded', []]];
    }

    public function testAnAnswerAboutAnotherInvoiceIsNone(): void
    {
        $invoice = $this->open();
        $this->bluejay->put($invoice, ['id' => '019aa6f2-0000-7000-8000-999999999999', 'status' => 'expired']);
        try {
            Reconciler::reconcile($this->order, Reconciler::LOOK);
            $this->fail('a cache answered');
        } catch (Unreachable $mixedUp) {
            $this->assertOrder('pending');
        }
    }

    public function testALockThatWasLostWhileTheGatewayWasAskedSettlesNothing(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        // The database hung up in the meantime, WordPress connected anew, and another process holds the lock now.
        $this->bluejay->whileReading = static function (): void {
            \FakeShop::$locks = array_map(static function (): int {
                return 999;
            }, \FakeShop::$locks);
        };
        $this->assertSame(503, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertOrder('pending');
        \FakeShop::$locks = [];
        $this->assertSame(200, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertSettledOnce();
    }

    public function testAnOrderPaidInTestModeSaysThatNoMoneyMoved(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        $this->webhook('invoice.paid', $invoice);
        $this->assertOrder('processing');
        $this->assertNoted('Paid in test mode');
    }

    public function testPlayMoneyPaysNothingOnceTheShopIsLive(): void
    {
        $test = $this->open();
        $this->goLive();
        $this->bluejay->pay($test, '49.00');
        $this->webhook('invoice.paid', $test);
        $this->assertOrder('pending');
        $this->assertNoted('It was not counted');
    }

    public function testPlayMoneyPaysNothingBesideARealInvoice(): void
    {
        $test = $this->open();
        $this->goLive();
        $real = $this->open();
        $this->assertNotSame($test, $real);
        \FakeShop::$options[Settings::OPTION]['test_mode'] = 'yes';
        $this->bluejay->pay($test, '49.00');
        $this->webhook('invoice.paid', $test);
        $this->assertOrder('pending');
        $this->bluejay->pay($real, '49.00');
        $this->webhook('invoice.paid', $real);
        $this->assertOrder('processing');
        $this->assertSame($real, \FakeShop::$rows[$this->order]['transaction_id']);
        $this->assertSame('0', $this->refundDue());
    }

    private function goLive(): void
    {
        \FakeShop::$options[Settings::OPTION]['test_mode'] = 'no';
        (new Connection(['environment' => 'live'] + \FakeShop::$options['bluejay_connection_sandbox']))->save();
    }

    public function testTheLooksGoOnUntilMoneyComes(): void
    {
        $invoice = $this->open();
        $this->wait(2 * 86400);
        $this->bluejay->put($invoice, ['status' => 'paid', 'amountPaid' => '49.00']);
        $this->wait(86400);
        $this->assertOrder('processing');
        $this->wait(20 * 86400);
        $this->assertSame([], \FakeShop::$actions);
    }

    public function testWooCommercesOwnTimeLimitWaitsForOurs(): void
    {
        $this->open();
        $order = Orders::fresh($this->order);
        $this->assertFalse(Plugin::mayCancel(true, $order));
        \FakeShop::$now += 3 * 86400;
        $this->assertTrue(Plugin::mayCancel(true, $order));
    }
}
