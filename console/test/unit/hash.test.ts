import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import test from 'node:test';
import { bytesOf, fromBase64, hex, hmacSha256, md5, sha256, toBase64 } from '../../src/lib/hash.ts';

test('agrees with another implementation at every length around a block', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = randomBytes(length);
    assert.equal(hex(md5(bytes)), createHash('md5').update(bytes).digest('hex'));
    assert.equal(hex(sha256(bytes)), createHash('sha256').update(bytes).digest('hex'));
    const key = randomBytes(length);
    assert.equal(hex(hmacSha256(key, bytes)), createHmac('sha256', key).update(bytes).digest('hex'));
  }
});

test('reads texts as UTF-8', () => {
  assert.equal(hex(md5(bytesOf('线程🧵'))), createHash('md5').update('线程🧵').digest('hex'));
});

test('writes and reads base64', () => {
  const bytes = randomBytes(33);
  assert.equal(toBase64(bytes), bytes.toString('base64'));
  assert.deepEqual([...fromBase64(toBase64(bytes))], [...bytes]);
});
