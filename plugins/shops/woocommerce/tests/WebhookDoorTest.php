<?php

namespace Bluejay\WooCommerce;

final class WebhookDoorTest extends ShopCase
{
    public function testAnInvoiceOfAnotherShopIsNone(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        $strange = '019aa6f2-0000-7000-8000-999999999999';
        $this->bluejay->invoices[$strange] = ['id' => $strange] + $this->bluejay->invoices[$invoice];
        $this->assertSame('about nothing of this shop', $this->webhook('invoice.paid', $strange)->data['said']);
        $this->assertOrder('pending');
    }

    public function testWhatAWebhookClaimsIsNotBelieved(): void
    {
        $invoice = $this->open();
        $told = $this->bluejay->invoices[$invoice];
        $this->bluejay->pay($invoice, '49.00');
        $request = $this->bluejay->webhook('invoice.paid', $invoice);
        $this->bluejay->invoices[$invoice] = $told;
        WebhookDoor::receive($request);
        $this->assertOrder('pending');
    }

    public function testForgedWebhooksAreRefused(): void
    {
        $invoice = $this->open();
        $request = $this->bluejay->webhook('invoice.paid', $invoice, ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD']);
        $calls = $this->bluejay->calls;
        $this->assertSame(401, WebhookDoor::receive($request)->status);
        $this->assertSame($calls, $this->bluejay->calls);
    }

    public function testThePingOfTheRoundTripIsRemembered(): void
    {
        $this->assertSame('pong', $this->webhook('test.ping', 'none')->data['said']);
        $this->assertSame('evt-1', \FakeShop::$options[WebhookDoor::PING]);
    }

    public function testAShopThatFailsInTheMiddleIsToldAgain(): void
    {
        $invoice = $this->open();
        $this->bluejay->pay($invoice, '49.00');
        $this->bluejay->fault = 'before';
        $this->assertSame(503, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertSame([], \FakeShop::$locks);
        $this->bluejay->fault = '';
        $this->bluejay->refuse = [429];
        $this->assertSame(503, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertOrder('pending');
        $this->assertSame(200, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertOrder('processing');
    }

    public function testAnInvoiceWhoseAnswerWasLostIsKnownByWhatIsWrittenOnIt(): void
    {
        $this->bluejay->fault = 'after';
        try {
            $this->open();
        } catch (Unreachable $lost) {
            $this->bluejay->fault = '';
        }
        $invoice = $this->bluejay->last();
        $this->bluejay->pay($invoice, '49.00');
        $this->assertSame(200, $this->webhook('invoice.paid', $invoice)->status);
        $this->assertOrder('processing');
    }

    public function testACopyOfTheShopDoesNotTakeTheOriginalsInvoices(): void
    {
        $this->bluejay->fault = 'after';
        try {
            $this->open();
        } catch (Unreachable $lost) {
            $this->bluejay->fault = '';
        }
        $invoice = $this->bluejay->last();
        $metadata = ['site' => 'another'] + $this->bluejay->invoices[$invoice]['metadata'];
        $this->bluejay->put($invoice, ['metadata' => $metadata]);
        $this->bluejay->pay($invoice, '49.00');
        $this->assertSame('about nothing of this shop', $this->webhook('invoice.paid', $invoice)->data['said']);
        $this->assertOrder('pending');
    }
}
