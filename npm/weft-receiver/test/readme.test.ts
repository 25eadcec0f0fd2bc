import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import express from 'express';
import { CallbackEndpoint, CallbackReceiver, expressHandler, once } from '../src/index.js';
import type { Accepted, Callback, OnceHandler } from '../src/index.js';

// The code of README.md stands here too, so that it compiles.

declare function save(thread: string, change: unknown, message: unknown): Promise<void>;

interface Tx {
  query(sql: string, values: string[]): Promise<{ rowCount: number }>;
}
declare function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
declare function archive(tx: Tx, callback: Callback): Promise<void>;

export function express5(app: express.Express): void {
  const receiver = new CallbackReceiver({ secret: process.env['WEFT_SECRET'] });
  const endpoint = new CallbackEndpoint(
    receiver,
    once(async ({ callback, attempt }) => {
      if (callback.kind === 'thread') await save(callback.threadId, attempt.change, callback.lastMessage);
    }),
  );
  app.post('/callbacks', expressHandler(endpoint)); // before express.json()
}

export function inOneTransaction(): (accepted: Accepted) => unknown {
  const exactlyOnce: OnceHandler = (accepted) =>
    transaction(async (tx) => {
      const inserted = await tx.query('INSERT INTO handled (key) VALUES ($1) ON CONFLICT DO NOTHING', [accepted.key]);
      if (inserted.rowCount === 0) return 'duplicate';
      await archive(tx, accepted.callback);
      return 'handled';
    });
  return exactlyOnce as (accepted: Accepted) => unknown;
}

const squeezed = (code: string): string => code.replaceAll(/\s+/g, '');

test('the README shows only code that compiles', () => {
  const source = squeezed(readFileSync(new URL('../../test/readme.test.ts', import.meta.url), 'utf8'));
  const blocks = [...readFileSync(new URL('../../README.md', import.meta.url), 'utf8').matchAll(/```ts\n(.*?)```/gs)];

  assert.equal(blocks.length, 2);
  for (const [, block] of blocks) {
    const code = (block ?? '').replace(/^import .* from 'weft-receiver';\n/, '');
    assert.ok(source.includes(squeezed(code)), code);
  }
});
