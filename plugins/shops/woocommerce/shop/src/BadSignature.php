<?php

namespace Bluejay\WooCommerce;

defined('ABSPATH') || exit;

/**
 * A webhook that is not, or not surely, from our gateway.
 */
final class BadSignature extends \RuntimeException
{
}
