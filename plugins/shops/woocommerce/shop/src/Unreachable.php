<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * The gateway gave no usable answer: what was asked may or may not have happened.
 */
final class Unreachable extends \RuntimeException
{
}
