<?php

namespace Bluejay\WooCommerce;

final class HealthPanelTest extends ShopCase
{
    public function testEachConnectionHasARoundTripOfItsOwn(): void
    {
        (new Connection(['environment' => 'live'] + \FakeShop::$options['bluejay_connection_sandbox']))->save();
        $page = $this->page();
        preg_match_all('/ id="([^"]+)"/', $page, $ids);
        $this->assertSame(array_unique($ids[1]), $ids[1], 'an id that is there twice is found once');
        $this->assertSame(2, substr_count($page, 'class="button bluejay-ping"'));
        foreach (['live', 'sandbox'] as $environment) {
            $this->assertSame(1, substr_count($page, 'data-environment="' . $environment . '"'));
        }
    }

    public function testShowsNoSecretAndNoMarkupOfOthers(): void
    {
        \FakeShop::$options['bluejay_connection_sandbox']['url'] = 'https://pay.example/<script>';
        $page = $this->page();
        $this->assertStringNotContainsString(\FakeBluejay::SECRET, $page);
        $this->assertStringNotContainsString('bjk_sandbox_x', $page);
        $this->assertStringNotContainsString('<script>', $page);
    }

    private function page(): string
    {
        ob_start();
        (new HealthPanel())->show();
        return (string) ob_get_clean();
    }
}
