<?php

namespace Bluejay\WooCommerce;

final class RefundsTest extends ShopCase
{
    /** @var string */
    private $invoice;

    protected function setUp(): void
    {
        parent::setUp();
        $this->invoice = $this->open();
        $this->bluejay->pay($this->invoice, '49.00');
        $this->webhook('invoice.paid', $this->invoice);
        $this->assertOrder('processing');
        \FakeShop::otherProcess();
    }

    public function testARefundInTheShopIsCarriedOutOnceByTheGateway(): void
    {
        $this->assertInstanceOf(\WC_Order_Refund::class, $this->refund('10.00'));
        $this->assertSame('10', $this->bluejay->invoices[$this->invoice]['amountRefunded']);
        $this->webhook('refund.completed', $this->invoice);
        $this->assertCount(1, \FakeShop::$rows[$this->order]['refunds']);
        $this->assertOrder('processing');
    }

    public function testALostAnswerDoesNotRefundTwiceWhenItIsTriedAgain(): void
    {
        $this->bluejay->loseNext = true;
        $this->assertInstanceOf(\WP_Error::class, $this->refund('10.00'));
        $this->assertInstanceOf(\WC_Order_Refund::class, $this->refund('10.00'));
        $this->assertSame('10', $this->bluejay->invoices[$this->invoice]['amountRefunded']);
    }

    public function testALostAnswerIsNoReasonToRefuseTheSameRefund(): void
    {
        $this->bluejay->loseNext = true;
        $this->assertInstanceOf(\WP_Error::class, $this->refund('30.00'));
        $this->assertInstanceOf(\WC_Order_Refund::class, $this->refund('30.00'));
        $this->assertSame('30', $this->bluejay->invoices[$this->invoice]['amountRefunded']);
    }

    public function testARefundFromTwoInvoicesOfWhichOneFailsIsNotDrawnOnTheOtherForMore(): void
    {
        \FakeShop::changeElsewhere($this->order, ['total' => '69.00', 'status' => 'pending', 'date_paid' => null]);
        $second = $this->open();
        $this->bluejay->pay($second, '20.00');
        $this->webhook('invoice.paid', $second);
        $this->bluejay->refuseAfter = 1;
        $this->assertInstanceOf(\WP_Error::class, $this->refund('30.00'));
        $this->bluejay->refuseAfter = null;
        $this->assertInstanceOf(\WC_Order_Refund::class, $this->refund('30.00'));
        $this->assertSame('20', $this->bluejay->invoices[$second]['amountRefunded']);
        $this->assertSame('10', $this->bluejay->invoices[$this->invoice]['amountRefunded']);
    }

    public function testTwoEqualRefundsAreTwo(): void
    {
        $this->refund('10.00');
        $this->refund('10.00');
        $this->assertSame('20', $this->bluejay->invoices[$this->invoice]['amountRefunded']);
    }

    public function testARefundInTheGatewayIsBookedInTheShopWithoutTouchingStock(): void
    {
        $this->bluejay->put($this->invoice, ['amountRefunded' => '49.00']);
        $this->webhook('refund.completed', $this->invoice);
        $this->webhook('refund.completed', $this->invoice);
        $this->assertOrder('refunded');
        $this->assertCount(1, \FakeShop::$rows[$this->order]['refunds']);
        $this->assertSame(9, \FakeShop::$stock);
        $this->assertNoted('in the shop only', 0);
        $this->assertNotContains('POST /invoices/' . $this->invoice . '/refunds', $this->bluejay->calls);
    }

    public function testARefundByHandIsNotBookedTwiceWhenItIsRecordedInTheGatewayToo(): void
    {
        wc_create_refund(['order_id' => $this->order, 'amount' => '10.00', 'refund_payment' => false, 'restock_items' => false]);
        $this->assertNoted('booked as refunded in the shop only');
        $this->bluejay->put($this->invoice, ['amountRefunded' => '10.00']);
        $this->webhook('refund.completed', $this->invoice);
        $this->assertCount(1, \FakeShop::$rows[$this->order]['refunds']);
    }

    public function testAGatewayWithoutRefundsSaysWhatToDo(): void
    {
        $this->bluejay->refunds = false;
        $error = $this->refund('10.00');
        $this->assertStringContainsString('Refund manually', $error->get_error_message());
        $this->assertSame([], \FakeShop::$rows[$this->order]['refunds']);
    }

    public function testNoMoreGoesBackThanCame(): void
    {
        $this->bluejay->put($this->invoice, ['amountRefunded' => '40.00']);
        $this->assertStringContainsString('No more than 9 ', $this->refund('10.00')->get_error_message());
    }

    /** @return \WC_Order_Refund|\WP_Error */
    private function refund(string $amount)
    {
        \FakeShop::otherProcess();
        return wc_create_refund(['order_id' => $this->order, 'amount' => $amount, 'refund_payment' => true, 'restock_items' => false]);
    }
}
