import type { IncomingMessage, ServerResponse } from 'node:http';

/** The bytes of a request as they came: a signature is over these, and no parser gives them back. */
export interface RawRequest extends IncomingMessage {
  rawBody?: Buffer;
  body?: unknown;
}

const LARGEST = 1024 * 1024;

/** Keeps a webhook's bytes. Runs before Vendure's own parsers, which then find nothing left to read. */
export function keepRawBody(request: RawRequest, response: ServerResponse, next: (failure?: unknown) => void): void {
  const parts: Buffer[] = [];
  let length = 0;
  request.on('data', (part: Buffer) => {
    length += part.length;
    if (length <= LARGEST) {
      parts.push(part);
    }
  });
  request.on('error', next);
  request.on('end', () => {
    if (length > LARGEST) {
      response.writeHead(413, { Connection: 'close' }).end();
      return;
    }
    request.rawBody = Buffer.concat(parts);
    next();
  });
}
