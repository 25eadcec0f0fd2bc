import type { IncomingMessage, ServerResponse } from 'node:http';
import { headersOf } from './endpoint.js';
import type { CallbackEndpoint, Outcome } from './endpoint.js';

/**
 * For Express, Connect and Node's own server:
 *
 *     app.post('/callbacks', expressHandler(endpoint));
 *
 * Mount it before `express.json()`: a signature covers the bytes as they came.
 */
export function expressHandler(endpoint: CallbackEndpoint): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    const body = await bodyOf(req, endpoint.receiver.maxBodyBytes);
    if (body === undefined) {
      console.error('weft-receiver: the body was read before the callback handler; mount it before express.json(), or give it express.raw()');
      res.writeHead(500, { 'content-type': 'text/plain' }).end('BODY_ALREADY_READ');
      return;
    }
    const outcome = await endpoint.handle(req.method ?? '', req.headers, body);
    answer(res, outcome);
  };
}

function answer(res: ServerResponse, outcome: Outcome): void {
  res.writeHead(outcome.status, headersOf(outcome)).end(outcome.answer);
}

/** The raw body: of `express.raw()` if it came first, else from the stream; one byte more than allowed at most. */
async function bodyOf(req: IncomingMessage, max: number): Promise<Uint8Array | undefined> {
  const { body, rawBody } = req as { body?: unknown; rawBody?: unknown };
  if (rawBody instanceof Uint8Array) return rawBody;
  if (body instanceof Uint8Array) return body;
  if (req.readableEnded || (body !== undefined && body !== null)) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too large is read to its end and dropped, so that the sender can read the answer.
    if (size <= max + 1) chunks.push(chunk);
    else if (chunks.length > 0) chunks.length = 0;
  }
  return size > max ? new Uint8Array(max + 1) : Buffer.concat(chunks);
}

/**
 * For frameworks with the Fetch API's `Request` and `Response` (Hono, Next.js, SvelteKit, Remix):
 *
 *     export const POST = fetchHandler(endpoint);
 */
export function fetchHandler(endpoint: CallbackEndpoint): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = await bytesOf(request, endpoint.receiver.maxBodyBytes);
    const outcome = await endpoint.handle(request.method, request.headers, body);
    return new Response(outcome.answer, { status: outcome.status, headers: headersOf(outcome) });
  };
}

async function bytesOf(request: Request, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > max) break;
    }
  }
  return Buffer.concat(chunks);
}
