<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * Another request works on this order just now; it will have seen all that this one could.
 */
final class Busy extends \RuntimeException
{
}
