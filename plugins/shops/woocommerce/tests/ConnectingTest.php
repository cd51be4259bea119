<?php

namespace Bluejay\WooCommerce;

final class ConnectingTest extends ShopCase
{
    public function testAddressAndKeyAreEnough(): void
    {
        $connection = Connecting::connect('https://pay.example/', 'bjk_sandbox_y', '', '');
        $this->assertSame(['sandbox', 'shop-1', 'ep-1'], [$connection->environment(), $connection->shop(), $connection->endpoint()]);
        $this->assertSame([\FakeBluejay::SECRET], Connection::find('sandbox')->secrets(\FakeShop::$now));
        $this->assertContains('DELETE /webhook-endpoints/ep-1', $this->bluejay->calls);
    }

    public function testAKeyOfSeveralShopsMustSayWhich(): void
    {
        $this->bluejay->shops = 2;
        $this->expectExceptionMessage('several shops');
        Connecting::connect('https://pay.example', 'k', '', '');
    }

    public function testWithTheShopsSecretNoEndpointIsRegistered(): void
    {
        $connection = Connecting::connect('https://pay.example', 'k', '', \FakeBluejay::SECRET);
        $this->assertSame('', $connection->endpoint());
        $this->assertNotContains('POST /webhook-endpoints', $this->bluejay->calls);
    }

    /** @dataProvider addresses */
    public function testKeysAreNotSentOverPlainHttp(string $url): void
    {
        $this->expectException(\InvalidArgumentException::class);
        Connecting::connect($url, 'k', '', '');
    }

    /** @return array<int, string[]> */
    public static function addresses(): array
    {
        return [['https://me:secret@pay.example'], ['https://pay.example?key=secret'], ['http://pay.example'], ['pay.example'], [''], ['javascript:alert(1)'], ['ftp://127.0.0.1']];
    }

    public function testWhatCannotBeReachedIsNotKept(): void
    {
        Connection::find('sandbox')->forget();
        $this->bluejay->fault = 'html';
        try {
            Connecting::connect('https://pay.example', 'k', '', '');
            $this->fail('a page is no gateway');
        } catch (Unreachable $html) {
            $this->assertNull(Connection::find('sandbox'));
        }
    }

    public function testAnEndpointWithoutItsSecretIsNotKept(): void
    {
        $this->bluejay->secret = '';
        try {
            Connecting::connect('https://pay.example', 'k', '', '');
            $this->fail('no webhook could be believed');
        } catch (Unreachable $silent) {
            $this->assertSame([\FakeBluejay::SECRET], Connection::find('sandbox')->secrets(\FakeShop::$now));
        }
    }

    public function testASecretThatWasRenewedIsBelievedAsLongAsTheGatewayUsesIt(): void
    {
        $now = \FakeShop::$now;
        $connection = Connection::find('sandbox')->withSecret('whsec_new', $now);
        $this->assertSame(['whsec_new', \FakeBluejay::SECRET], $connection->secrets($now + 86400));
        $this->assertSame(['whsec_new'], $connection->secrets($now + Connection::OVERLAP));
    }
}
