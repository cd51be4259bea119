<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Money may be on its way to an older invoice, so nobody must be asked for more yet.
 */
final class MoneyMoving extends \RuntimeException
{
}
