<?php

namespace Bluejay\WooCommerce;

use PHPUnit\Framework\TestCase;

/** What is true of every file that a shop gets. */
final class SourcesTest extends TestCase
{
    private const SHOP = __DIR__ . '/../shop/';

    /** Token kinds and functions that PHP 7.4 does not have; this PHP does, so its own check would not tell. */
    private const NEWER = [
        'T_MATCH', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_ATTRIBUTE', 'T_ENUM', 'T_READONLY',
        'str_contains', 'str_starts_with', 'str_ends_with', 'get_debug_type', 'array_is_list', 'fdiv', 'mixed', 'never',
    ];

    public function testKeepsToPhp74(): void
    {
        foreach ($this->files() as $file) {
            foreach (token_get_all((string) file_get_contents($file)) as $token) {
                if (is_array($token) && !in_array($token[0], [T_DOC_COMMENT, T_COMMENT, T_CONSTANT_ENCAPSED_STRING], true)) {
                    $this->assertNotContains(token_name($token[0]), self::NEWER, "$file:$token[2]");
                    $this->assertNotContains($token[1], self::NEWER, "$file:$token[2]");
                }
            }
            $this->assertDoesNotMatchRegularExpression(
                '/function __construct\([^)]*\b(public|private|protected)\b|\)\s*:\s*\??[\w\\\\]+\|/',
                (string) file_get_contents($file),
                "$file: promoted property or union type"
            );
        }
    }

    public function testNeverTouchesOrdersPastTheirObjects(): void
    {
        foreach ($this->files() as $file) {
            $this->assertDoesNotMatchRegularExpression(
                '/\b(get|update|add|delete)_post_meta\b|\bget_posts\b|WP_Query|\bwc_get_orders\b|post_type|postmeta/',
                (string) file_get_contents($file),
                "$file: orders may live in tables of their own"
            );
        }
    }

    public function testRefusesToRunOutsideWordPress(): void
    {
        foreach ($this->files() as $file) {
            $this->assertMatchesRegularExpression(
                "/defined\('(ABSPATH|WP_UNINSTALL_PLUGIN)'\) \|\| exit;/",
                (string) file_get_contents($file),
                $file
            );
        }
    }

    public function testEveryTextIsInEveryLanguage(): void
    {
        $texts = $this->texts();
        $this->assertGreaterThan(50, count($texts));
        foreach (['bluejay-for-woocommerce.pot', 'pt.po', 'es.po', 'fr.po', 'sw.po'] as $name) {
            $catalogue = $this->catalogue($name);
            $this->assertSame([], array_values(array_diff($texts, array_keys($catalogue))), "$name lacks these");
            $this->assertSame([], array_values(array_diff(array_keys($catalogue), $texts)), "$name has these too many");
            if (substr($name, -3) === '.po') {
                $this->assertNotContains('', $catalogue, $name);
            }
        }
    }

    public function testTheVersionIsTheSameEverywhere(): void
    {
        $main = (string) file_get_contents(self::SHOP . 'bluejay-for-woocommerce.php');
        $this->assertStringContainsString('Version: ' . Plugin::VERSION . "\n", $main);
        $readme = (string) file_get_contents(self::SHOP . 'readme.txt');
        $this->assertStringContainsString('Stable tag: ' . Plugin::VERSION . "\n", $readme);
    }

    /** @return string[] */
    private function files(): array
    {
        $files = array_merge((array) glob(self::SHOP . '*.php'), (array) glob(self::SHOP . 'src/*.php'));
        $this->assertGreaterThan(20, count($files));
        return $files;
    }

    /** @return string[] all that the sources want translated */
    private function texts(): array
    {
        $texts = [];
        foreach ($this->files() as $file) {
            $call = "/\b(?:__|esc_html__|esc_attr__)\('((?:[^'\\\\]|\\\\.)*)', 'bluejay-for-woocommerce'\)/";
            preg_match_all($call, (string) file_get_contents($file), $found);
            foreach ($found[1] as $text) {
                $texts[stripslashes($text)] = true;
            }
        }
        return array_keys($texts);
    }

    /** @return array<string, string> */
    private function catalogue(string $name): array
    {
        $text = (string) file_get_contents(self::SHOP . 'languages/' . $name);
        preg_match_all('/^msgid "(.+)"\nmsgstr "(.*)"$/m', $text, $found);
        return array_combine(array_map('stripslashes', $found[1]), array_map('stripslashes', $found[2]));
    }
}
