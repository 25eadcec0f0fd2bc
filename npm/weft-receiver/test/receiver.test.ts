import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallbackReceiver, StandardWebhooks } from '../src/index.js';
import type { Accepted, Headers, Reception } from '../src/index.js';
import { bytes } from './vectors.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NOW = Date.parse('2026-01-01T00:00:00Z');
const BODY = bytes('vectors/thread_callback_send.json');
const receiver = new CallbackReceiver({ secret: SECRET, now: () => NOW });

function signed(id: string, body: Uint8Array, secret = SECRET): Record<string, string> {
  return {
    'Webhook-Id': id,
    'WEBHOOK-TIMESTAMP': String(NOW / 1000),
    'webhook-signature': new StandardWebhooks(secret).sign(id, NOW / 1000, body),
  };
}

function accepted(reception: Reception): Accepted {
  assert.ok(reception.accepted, JSON.stringify(reception));
  return reception;
}

function reason(reception: Reception): string {
  return reception.accepted ? 'ACCEPTED' : reception.reason;
}

test('accepts what Weft signed and tells what its headers say', () => {
  const headers = { ...signed('call-1', BODY), 'Weft-Operation': 'send', 'Weft-Sequence': '41', 'Weft-Attempt': '3', 'Weft-Replay': 'true' };
  const { callback, attempt, key, status } = accepted(receiver.receive('POST', headers, BODY));
  assert.equal(callback.kind, 'thread');
  assert.equal(status, 200);
  assert.equal(key, 'call-1');
  assert.deepEqual(attempt, { id: 'call-1', change: 'sent', sequence: 41, number: 3, replay: true, proof: 'standard-webhooks' });
});

test('reads the headers of the Fetch API and of several lines', () => {
  const fetched = new globalThis.Headers(signed('call-1', BODY));
  const signature = fetched.get('webhook-signature') ?? '';
  fetched.set('webhook-signature', 'v1,AAAA');
  fetched.append('webhook-signature', signature);
  assert.equal(accepted(receiver.receive('POST', fetched, BODY)).key, 'call-1');
  const lines: Headers = { ...signed('call-1', BODY), 'webhook-signature': ['v1,AAAA', signature] };
  assert.equal(accepted(receiver.receive('POST', lines, BODY)).key, 'call-1');
});

test('accepts the old and the new secret while it is changed', () => {
  const next = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
  const both = new CallbackReceiver({ secret: [SECRET, next], now: () => NOW });
  accepted(both.receive('POST', signed('call-1', BODY), BODY));
  accepted(both.receive('POST', signed('call-1', BODY, next), BODY));
  assert.equal(reason(receiver.receive('POST', signed('call-1', BODY, next), BODY)), 'SIGNATURE_MISMATCH');
});

test('accepts the signature of the vendors where it was told their secret', () => {
  const vendor = new CallbackReceiver({ vendorSecret: 'test-secret-0001' });
  const { attempt, key } = accepted(vendor.receive('POST', {}, BODY));
  assert.equal(attempt.proof, 'vendor-md5');
  assert.equal(attempt.change, 'unknown');
  assert.equal(key, 'easemob-demo#easeim_1026400000000000102');
  assert.equal(reason(new CallbackReceiver({ vendorSecret: 'another' }).receive('POST', {}, BODY)), 'SIGNATURE_MISMATCH');
  assert.equal(reason(new CallbackReceiver({ vendorSecret: 'another', acceptUnsigned: true }).receive('POST', {}, BODY)), 'SIGNATURE_MISMATCH');
});

test('believes no webhook id that no signature covers', () => {
  const vendor = new CallbackReceiver({ vendorSecret: 'test-secret-0001' });
  assert.equal(accepted(vendor.receive('POST', { 'webhook-id': 'mine' }, BODY)).key, 'easemob-demo#easeim_1026400000000000102');
});

test('says why it refuses, with the status to answer with', () => {
  const of = (method: string, headers: Headers, body: Uint8Array): [string, number] => {
    const reception = receiver.receive(method, headers, body);
    return [reason(reception), reception.status];
  };
  assert.deepEqual(of('GET', {}, BODY), ['METHOD_NOT_ALLOWED', 405]);
  assert.deepEqual(of('POST', {}, new Uint8Array(1024 * 1024 + 1)), ['BODY_TOO_LARGE', 413]);
  assert.deepEqual(of('POST', {}, BODY), ['UNSIGNED', 401]);
  const changed = Buffer.from(BODY.toString('utf8').replace('second', 'other!'));
  assert.deepEqual(of('POST', signed('call-1', BODY), changed), ['SIGNATURE_MISMATCH', 401]);
  for (const body of ['nonsense', '[]', '7', '']) {
    assert.deepEqual(of('POST', signed('call-1', Buffer.from(body)), Buffer.from(body)), ['NOT_JSON', 400]);
  }
  const notUtf8 = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
  assert.deepEqual(of('POST', signed('call-1', notUtf8), notUtf8), ['NOT_JSON', 400]);
});

test('makes one key of a call to offline members for each member', () => {
  const open = new CallbackReceiver({ acceptUnsigned: true });
  const key = (to: string): string =>
    accepted(open.receive('POST', {}, Buffer.from(`{"callId":"c","eventType":"chat_offline","to":"${to}"}`))).key;
  assert.notEqual(key('ann'), key('bob'));
  const long = accepted(open.receive('POST', {}, Buffer.from(`{"callId":"${'c'.repeat(300)}"}`))).key;
  assert.ok(long.length <= 200);
});

test('tells the two secrets apart at once, and shows neither', () => {
  for (const secret of ['console-secret-77', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '', 'WHSEC_MfKQ9r8GKYqrTwjU']) {
    assert.throws(
      () => new CallbackReceiver({ secret }),
      (e: Error) => e instanceof TypeError && e.message.includes('begins with whsec_') && e.message.includes('vendorSecret') && (secret === '' || !e.message.includes(secret)),
    );
  }
  for (const vendorSecret of [SECRET, ` ${SECRET}\n`, 'whpk_dGVzdA==']) {
    assert.throws(
      () => new CallbackReceiver({ vendorSecret }),
      (e: Error) => e instanceof TypeError && e.message.includes('belongs to secret') && !e.message.includes('MfKQ9r8G'),
    );
  }
  assert.throws(() => new CallbackReceiver({ secret: 'whsk_dGVzdA==' }), /whpk_/);
  assert.throws(() => new CallbackReceiver({ vendorSecret: ' ' }), TypeError);
  assert.throws(() => new CallbackReceiver({}), TypeError);
  accepted(new CallbackReceiver({ secret: `${SECRET}\r\n`, now: () => NOW }).receive('POST', signed('call-1', BODY), BODY));
});
