<?php
// Receives webhooks with nothing but PHP: BLUEJAY_WEBHOOK_SECRET=whsec_… php -S 127.0.0.1:8081 webhook.php
$body = file_get_contents('php://input');
$timestamp = $_SERVER['HTTP_X_BLUEJAY_TIMESTAMP'] ?? '';
$expected = hash_hmac('sha256', $timestamp . $body, getenv('BLUEJAY_WEBHOOK_SECRET'));
$fresh = abs(time() - (int) $timestamp) <= 300;
if (!$fresh || !hash_equals($expected, $_SERVER['HTTP_X_BLUEJAY_SIGNATURE'] ?? '')) { http_response_code(401); exit; }

// From here on it is ours. The same event may come twice: remember its id, and do its work once.
$event = json_decode($body, true);
error_log("{$event['type']} {$event['object']['id']}");
http_response_code(204);
