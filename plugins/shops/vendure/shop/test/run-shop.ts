import { VendureShop } from './vendure-shop';
import { ADMIN } from './vendure-config';

/**
 * Runs a Vendure for the tests of others, until its input ends:
 *
 *     BLUEJAY_URL=… BLUEJAY_API_KEY=… BLUEJAY_SHOP_ID=… BLUEJAY_WEBHOOK_SECRET=… node build/test/run-shop.js <folder>
 *
 * The variables are those of a gateway's `demo.env`; without BLUEJAY_URL the shop has no plugin. Once the shop can be
 * bought from it says where it is, in one line of JSON that begins with `{"shop":`.
 */
async function main(): Promise<void> {
  const folder = process.argv[2];
  if (!folder) {
    throw new Error('Say in which folder to work: node build/test/run-shop.js <folder>');
  }
  const url = process.env['BLUEJAY_URL'];
  const gateway = url && {
    url,
    apiKey: needed('BLUEJAY_API_KEY'),
    shopId: needed('BLUEJAY_SHOP_ID'),
    webhookSecret: needed('BLUEJAY_WEBHOOK_SECRET'),
  };
  const shop = await VendureShop.start(gateway || undefined, folder);
  process.stdout.write(`${JSON.stringify({ shop: shop.url, variant: shop.variant, admin: ADMIN })}\n`);
  process.stdin.resume();
  await new Promise(resolve => process.stdin.once('close', resolve));
  await shop.stop();
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is missing, and BLUEJAY_URL asks for the plugin`);
  }
  return value;
}

main().then(
  () => process.exit(0),
  failure => {
    console.error(failure);
    process.exit(1);
  },
);
