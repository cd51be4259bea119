<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * The gateway understood and refused (RFC 9457): asking the same again will be refused again.
 */
final class ApiProblem extends \RuntimeException
{
    /** @var int */
    private $status;

    /** @var string */
    private $problem;

    public function __construct(int $status, string $problem, string $detail)
    {
        parent::__construct($detail);
        $this->status = $status;
        $this->problem = $problem;
    }

    /** HTTP status. */
    public function status(): int
    {
        return $this->status;
    }

    /** The stable name, such as "attempt-in-flight". */
    public function problem(): string
    {
        return $this->problem;
    }
}
