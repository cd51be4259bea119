// Receives webhooks with the Standard Webhooks library:
//   npm ci && BLUEJAY_WEBHOOK_SECRET=whsec_… node webhook.mjs 8081
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.BLUEJAY_WEBHOOK_SECRET);

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    const event = webhook.verify(Buffer.concat(parts).toString(), request.headers);
    // From here on it is ours. The same event may come twice: remember its id, and do its work once.
    console.log(event.type, event.object.id);
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(401).end(error.message);
  }
}).listen(Number(process.argv[2]), "127.0.0.1");
