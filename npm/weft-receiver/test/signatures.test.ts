import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StandardWebhooks, TOLERANCE_SECONDS, vendorSignature, verifiesVendor } from '../src/index.js';
import { json } from './vectors.js';

interface Vector {
  id: string;
  secret: string;
  public?: string;
  msg_id: string;
  timestamp: number;
  payload?: string;
  payload_repeat?: { char: string; count: number };
  signature: string;
}

const published = json('signatures/vectors.json') as unknown as Record<string, Vector[]>;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const SIGNED_AT = 1614265330;
const BODY = Buffer.from('{"test": 2432232314}');
const VALID = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const WRONG = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';

function at(seconds: number, ...secrets: string[]): StandardWebhooks {
  return new StandardWebhooks(secrets, { now: () => seconds * 1000 });
}

function payload(vector: Vector): Buffer {
  const repeat = vector.payload_repeat;
  return Buffer.from(repeat === undefined ? (vector.payload ?? '') : repeat.char.repeat(repeat.count));
}

for (const vector of published['standard_webhooks_hmac_v1'] ?? []) {
  test(`signs and verifies what others signed: ${vector.id}`, () => {
    const webhooks = at(vector.timestamp, vector.secret);
    assert.equal(webhooks.sign(vector.msg_id, vector.timestamp, payload(vector)), vector.signature);
    assert.equal(webhooks.verify(vector.msg_id, String(vector.timestamp), vector.signature, payload(vector)), undefined);
  });
}

for (const vector of published['standard_webhooks_ed25519_v1a'] ?? []) {
  test(`signs with a private key what the public key verifies: ${vector.id}`, () => {
    const verifier = at(vector.timestamp, vector.public ?? '');
    assert.equal(at(vector.timestamp, vector.secret).sign(vector.msg_id, vector.timestamp, payload(vector)), vector.signature);
    assert.equal(verifier.verify(vector.msg_id, String(vector.timestamp), vector.signature, payload(vector)), undefined);
    assert.equal(verifier.verify(ID, String(SIGNED_AT), vector.signature, Buffer.from('{}')), 'SIGNATURE_MISMATCH');
    assert.equal(verifier.verify(ID, String(SIGNED_AT), 'v1a,AAAA', BODY), 'SIGNATURE_MISMATCH');
    assert.throws(() => verifier.sign(ID, SIGNED_AT, BODY), TypeError);
  });
}

test('has vectors of both kinds', () => {
  assert.ok((published['standard_webhooks_hmac_v1'] ?? []).length >= 6);
  assert.ok((published['standard_webhooks_ed25519_v1a'] ?? []).length >= 1);
});

test('accepts the right signature anywhere in the list', () => {
  const webhooks = at(SIGNED_AT, SECRET);
  assert.equal(webhooks.verify(ID, String(SIGNED_AT), `${WRONG} ${VALID} ${WRONG}`, BODY), undefined);
  assert.equal(webhooks.verify(ID, String(SIGNED_AT), `${WRONG} v2,AA== ${VALID}`, BODY), undefined);
});

test('verifies with any secret and signs with all while one is replaced', () => {
  const both = at(SIGNED_AT, OTHER, SECRET);
  assert.equal(both.verify(ID, String(SIGNED_AT), VALID, BODY), undefined);
  const signatures = both.sign(ID, SIGNED_AT, BODY);
  assert.equal(at(SIGNED_AT, SECRET).verify(ID, String(SIGNED_AT), signatures, BODY), undefined);
  assert.equal(at(SIGNED_AT, OTHER).verify(ID, String(SIGNED_AT), signatures, BODY), undefined);
  assert.equal(at(SIGNED_AT, OTHER).verify(ID, String(SIGNED_AT), VALID, BODY), 'SIGNATURE_MISMATCH');
});

for (const signatures of ['', 'v1,', 'v1,g0hM9SsE', 'v1', VALID.slice(3), VALID.replace('v1,', 'v2,'), VALID.replace('v1,', 'v1a,'), 'v1,not base64!']) {
  test(`refuses what is no whole v1 signature: ${JSON.stringify(signatures)}`, () =>
    assert.equal(at(SIGNED_AT, SECRET).verify(ID, String(SIGNED_AT), signatures, BODY), 'SIGNATURE_MISMATCH'));
}

test('refuses when a header is missing', () => {
  const webhooks = at(SIGNED_AT, SECRET);
  assert.equal(webhooks.verify(undefined, String(SIGNED_AT), VALID, BODY), 'UNSIGNED');
  assert.equal(webhooks.verify(ID, undefined, VALID, BODY), 'UNSIGNED');
  assert.equal(webhooks.verify(ID, String(SIGNED_AT), undefined, BODY), 'UNSIGNED');
});

for (const timestamp of ['161426533.0', 'invalid timestamp', '-161426533', '', '99999999999999999999', ' 1614265330', '1e9']) {
  test(`refuses a timestamp that is no count of seconds: ${JSON.stringify(timestamp)}`, () =>
    assert.equal(at(SIGNED_AT, SECRET).verify(ID, timestamp, VALID, BODY), 'MALFORMED_TIMESTAMP'));
}

test('believes a signature for five minutes and no second longer', () => {
  const verify = (now: number): unknown => at(now, SECRET).verify(ID, String(SIGNED_AT), VALID, BODY);
  assert.equal(TOLERANCE_SECONDS, 300);
  assert.equal(verify(SIGNED_AT + 300), undefined);
  assert.equal(verify(SIGNED_AT - 300), undefined);
  assert.equal(verify(SIGNED_AT + 301), 'TIMESTAMP_TOO_OLD');
  assert.equal(verify(SIGNED_AT - 301), 'TIMESTAMP_TOO_NEW');
  assert.equal(at(SIGNED_AT, SECRET).verify(ID, '9223372036854775807', VALID, BODY), 'TIMESTAMP_TOO_NEW');
});

for (const key of ['', 'whsec_', 'whpk_', 'whsk_', 'whsec_???', 'whpk_AAAA', 'whsk_AAAA', 'whsec_geheim!']) {
  test(`refuses to start with a key that is none, and does not show it: ${JSON.stringify(key)}`, () =>
    assert.throws(() => new StandardWebhooks(key), (e: Error) => e instanceof TypeError && !e.message.includes('geheim')));
}

test('makes and checks the signature of the vendors', () => {
  const vectors = json('vectors/signature.json') as unknown as { callId: string; secret: string; timestamp: number; security: string }[];
  assert.ok(vectors.length >= 3);
  for (const { callId, secret, timestamp, security } of vectors) {
    assert.equal(vendorSignature(secret, callId, String(timestamp)), security);
    assert.ok(verifiesVendor(security, secret, callId, String(timestamp)));
    assert.ok(!verifiesVendor(security.toUpperCase(), secret, callId, String(timestamp)));
    assert.ok(!verifiesVendor('', secret, callId, String(timestamp)));
  }
});
