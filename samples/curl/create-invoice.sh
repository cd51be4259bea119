#!/bin/sh
# Creates an invoice, the first thing an integrator does:
#   set -a; . data/demo.env; set +a
#   WEBHOOK_URL=http://127.0.0.1:9000/ samples/curl/create-invoice.sh
# WEBHOOK_URL is where your shop wants to hear what becomes of it; see ../php and ../node for receivers.
set -eu

curl -sS -X POST "$BLUEJAY_URL/api/v1/invoices/" \
-H "X-API-Key: $BLUEJAY_API_KEY" \
-H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
-H "Content-Type: application/json" \
-d '{
"shopId": "'"$BLUEJAY_SHOP_ID"'",
"currencyAmount": "49.00",
"currencySymbol": "USD",
"orderId": "order-1024",
"orderDescription": "Pro plan — monthly",
"timeForPayment": 30,
"redirectUrl": "https://acme.com/thanks",
"webhookUrl": "'"$WEBHOOK_URL"'"
}'
