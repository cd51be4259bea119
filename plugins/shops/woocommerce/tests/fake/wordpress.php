<?php

/** WordPress' and WooCommerce's small classes that FakeShop stands behind. */

class WP_Error
{
    /** @var string */
    private $code;

    /** @var string */
    private $message;

    public function __construct(string $code, string $message)
    {
        $this->code = $code;
        $this->message = $message;
    }

    public function get_error_code(): string
    {
        return $this->code;
    }

    public function get_error_message(): string
    {
        return $this->message;
    }
}

class WP_REST_Response
{
    /** @var array<string, string> */
    public $data;

    /** @var int */
    public $status;

    /** @var array<string, string> */
    public $headers = [];

    /** @param array<string, string> $data */
    public function __construct(array $data, int $status)
    {
        $this->data = $data;
        $this->status = $status;
    }

    public function header(string $name, string $value): void
    {
        $this->headers[$name] = $value;
    }
}

class WP_REST_Request
{
    /** @var string */
    private $body;

    /** @var array<string, string> */
    private $headers;

    /** @param array<string, string> $headers in any letter case */
    public function __construct(string $body, array $headers)
    {
        $this->body = $body;
        $this->headers = array_change_key_case($headers);
    }

    public function get_body(): string
    {
        return $this->body;
    }

    public function get_header(string $name): ?string
    {
        return $this->headers[strtolower($name)] ?? null;
    }
}

class WC_Data_Store
{
    public static function load(string $kind): self
    {
        return new self();
    }

    /** @param int[] $ids */
    public function clear_cached_data(array $ids): void
    {
        FakeShop::$read = array_diff_key(FakeShop::$read, array_flip($ids));
    }
}

class WC_Cache_Helper
{
    public static function get_cache_prefix(string $group): string
    {
        return 'wc_cache_' . $group . '_';
    }
}

class WC_Payment_Gateway
{
    /** @var string */
    public $id;
    public $method_title;
    public $method_description;
    public $has_fields;
    public $supports;
    public $title;
    public $description;
    public $form_fields;

    public function init_settings(): void
    {
    }

    public function get_option(string $name): string
    {
        return (string) ($this->form_fields[$name]['default'] ?? '');
    }

    public function is_available(): bool
    {
        return true;
    }

    public function get_description()
    {
        return $this->description;
    }

    public function admin_options()
    {
    }
}

/** The database: locks alone, each held by one connection and entered again by it. */
final class FakeDatabase
{
    /** @var string */
    public $prefix = 'wp_';

    /** @param mixed ...$values */
    public function prepare(string $sql, ...$values): string
    {
        return vsprintf(str_replace('%s', "'%s'", $sql), $values);
    }

    public function get_var(string $sql): ?string
    {
        if (!preg_match("/^SELECT (GET|RELEASE|IS_USED)_LOCK\('([^']{1,64})'/", $sql, $parts)) {
            throw new LogicException('no such statement here: ' . $sql);
        }
        if ($parts[1] === 'IS_USED') {
            return !isset(FakeShop::$locks[$parts[2]]) ? null : (string) (int) (FakeShop::$locks[$parts[2]] === FakeShop::$connection);
        }
        $holder = FakeShop::$locks[$parts[2]] ?? FakeShop::$connection;
        if ($holder !== FakeShop::$connection) {
            return '0';
        }
        if ($parts[1] === 'GET') {
            FakeShop::$locks[$parts[2]] = FakeShop::$connection;
        } else {
            unset(FakeShop::$locks[$parts[2]]);
        }
        return '1';
    }
}
