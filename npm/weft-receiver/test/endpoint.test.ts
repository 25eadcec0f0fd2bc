import assert from 'node:assert/strict';
import { once as event } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import express from 'express';
import { CallbackEndpoint, CallbackReceiver, MemoryStore, StandardWebhooks, expressHandler, fetchHandler, once } from '../src/index.js';
import type { Accepted, Outcome } from '../src/index.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function body(thread: string): string {
  return JSON.stringify({ chat_type: 'notify', payload: { type: 'thread', data: { operation: 'update_msg', id: thread, message_count: 1, timestamp: 1 } } });
}

function signed(id: string, text: string): Record<string, string> {
  const now = Math.floor(Date.now() / 1000);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(now),
    'webhook-signature': new StandardWebhooks(SECRET).sign(id, now, Buffer.from(text)),
  };
}

function endpoint(handler: (accepted: Accepted) => void | Promise<void>, maxWaitMs = 8_000, outcomes: Outcome[] = []): CallbackEndpoint {
  const receiver = new CallbackReceiver({ secret: SECRET, maxBodyBytes: 4096 });
  return new CallbackEndpoint(receiver, once(handler), { maxWaitMs, log: (outcome) => outcomes.push(outcome) });
}

async function serve(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await event(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function post(url: string, id: string, text: string): Promise<[number, string]> {
  const response = await fetch(url, { method: 'POST', headers: signed(id, text), body: text });
  return [response.status, await response.text()];
}

test('Express: handles a callback once, and refuses what is not genuine', async () => {
  const heard: string[] = [];
  const app = express();
  app.post('/callbacks', expressHandler(endpoint(({ callback }) => void heard.push(callback.kind))));
  await serve(app, async (url) => {
    assert.deepEqual(await post(url, 'call-1', body('t')), [200, '']);
    assert.deepEqual(await post(url, 'call-1', body('t')), [200, '']);
    assert.deepEqual(heard, ['thread']);
    const unsigned = await fetch(url, { method: 'POST', body: body('t') });
    assert.equal(unsigned.status, 401);
    assert.equal(await unsigned.text(), 'UNSIGNED');
  });
});

test('Express: takes the raw body of express.raw(), and says when the body is gone', async () => {
  const raw = express();
  raw.use(express.raw({ type: '*/*' }));
  raw.post('/callbacks', expressHandler(endpoint(() => {})));
  await serve(raw, async (url) => assert.deepEqual(await post(url, 'call-1', body('t')), [200, '']));

  const parsed = express();
  parsed.use(express.json());
  parsed.post('/callbacks', expressHandler(endpoint(() => {})));
  const said: unknown[] = [];
  const error = console.error;
  console.error = (...texts: unknown[]) => said.push(...texts);
  try {
    await serve(parsed, async (url) => assert.deepEqual(await post(url, 'call-1', body('t')), [500, 'BODY_ALREADY_READ']));
  } finally {
    console.error = error;
  }
  assert.match(String(said[0]), /mount it before express\.json\(\)/);
});

test("Node's own server: answers 405 with Allow and 413 to a body that is too large", async () => {
  await serve(expressHandler(endpoint(() => {})), async (url) => {
    const get = await fetch(url);
    assert.equal(get.status, 405);
    assert.equal(get.headers.get('allow'), 'POST');
    const large = 'x'.repeat(1_000_000);
    assert.deepEqual(await post(url, 'call-1', large), [413, 'BODY_TOO_LARGE']);
  });
});

test('Fetch API: the same', async () => {
  const heard: string[] = [];
  const handle = fetchHandler(endpoint(({ key }) => void heard.push(key)));
  const request = (id: string, text: string): Request =>
    new Request('http://app.example/callbacks', { method: 'POST', headers: signed(id, text), body: text });
  assert.equal((await handle(request('call-1', body('t')))).status, 200);
  assert.equal((await handle(request('call-1', body('t')))).status, 200);
  assert.deepEqual(heard, ['call-1']);
  assert.equal((await handle(request('call-2', 'x'.repeat(5000)))).status, 413);
  assert.equal((await handle(new Request('http://app.example/callbacks'))).status, 405);
});

test('a handler that throws makes the sender come back, and is called again', async () => {
  let failures = 1;
  const outcomes: Outcome[] = [];
  const failing = endpoint(() => {
    if (failures-- > 0) throw new Error('disk full');
  }, 8_000, outcomes);
  const text = body('t');
  const handle = (): Promise<Outcome> => failing.handle('POST', signed('call-1', text), Buffer.from(text));
  assert.equal((await handle()).status, 500);
  assert.equal((await handle()).kind, 'handled');
  assert.equal((await handle()).kind, 'duplicate');
  assert.deepEqual(outcomes.map(({ kind }) => kind), ['failed', 'handled', 'duplicate']);
});

test('keeps a thread in order, and threads apart', async () => {
  const log: string[] = [];
  const gates = new Map<string, () => void>();
  const gated = endpoint(async ({ key }) => {
    log.push(`begin ${key}`);
    await new Promise<void>((resolve) => gates.set(key, resolve));
    log.push(`end ${key}`);
  });
  const send = (id: string, thread: string): Promise<Outcome> => gated.handle('POST', signed(id, body(thread)), Buffer.from(body(thread)));
  const first = send('a1', 'a');
  const second = send('a2', 'a');
  const other = send('b1', 'b');
  await new Promise(setImmediate);
  assert.deepEqual(log, ['begin a1', 'begin b1']);
  gates.get('b1')?.();
  await other;
  gates.get('a1')?.();
  await first;
  await new Promise(setImmediate);
  gates.get('a2')?.();
  assert.equal((await second).kind, 'handled');
  assert.deepEqual(log, ['begin a1', 'begin b1', 'end b1', 'end a1', 'begin a2', 'end a2']);
});

test('two attempts at a time do the work once', async () => {
  let calls = 0;
  const slow = endpoint(async () => {
    calls++;
    await new Promise(setImmediate);
  });
  const attempts = Array.from({ length: 8 }, () => slow.handle('POST', signed('call-1', body('t')), Buffer.from(body('t'))));
  const kinds = (await Promise.all(attempts)).map(({ kind }) => kind);
  assert.equal(calls, 1);
  assert.equal(kinds.filter((kind) => kind === 'handled').length, 1);
});

test('answers 503 to a callback whose thread is held up, and goes on afterwards', async () => {
  let free = (): void => {};
  const held = endpoint(() => new Promise<void>((resolve) => (free = resolve)), 20);
  const send = (id: string): Promise<Outcome> => held.handle('POST', signed(id, body('t')), Buffer.from(body('t')));
  const first = send('call-1');
  const busy = await send('call-2');
  assert.equal(busy.status, 503);
  free();
  assert.equal((await first).kind, 'handled');
  const again = send('call-2');
  await new Promise(setImmediate);
  free();
  assert.equal((await again).kind, 'handled');
});

test('the memory is bounded and forgets the oldest', () => {
  const store = new MemoryStore(2);
  for (const key of ['a', 'b', 'c']) store.add(key);
  assert.deepEqual(['a', 'b', 'c'].map((key) => store.has(key)), [false, true, true]);
});
