import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { asCurl, asJUnit, diff, genuine, headersOf, signatureOf, vendorProof } from '../../src/lib/callback.ts';
import { Raw } from '../../src/lib/json.ts';
import type { Attempt, Received, Rule, Story } from '../../src/lib/types.ts';

const BODY = '{"callId":"acme#chat_1","securityVersion":"1.0.0","security":"","timestamp":1795334144795,"it":"it\'s $HOME"}';

const story = (body = BODY): Story => ({
  app: 'acme#chat', call_id: 'acme#chat_1', rule: 'r', thread: 't', operation: 'send', sequence: 3, msg_id: '1', kind: 'replay',
  state: 'delivered', created: 1795334144795, attempts: [], body: new Raw(body),
});

test('signs as Standard Webhooks says: the example of its specification', () => {
  const rule = { signing_secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } as Rule;
  const one = { ...story('{"test": 2432232314}'), call_id: 'msg_p5jXN8AQM9LWM0D4loKWxJek' };
  assert.equal(signatureOf(one, '1614265330', rule), 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('tells a genuine request from a forged one, and from one of which nothing is known', () => {
  const body = '{"test": 2432232314}';
  const headers = Object.entries({ 'Webhook-Id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }).map(([name, value]) => ({ name, value }));
  const request: Received = { number: 1, at: 0, status: 200, headers, body, size: body.length, whole: true };
  const rule = { signing_secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } as Rule;
  assert.equal(genuine(request, rule), 'genuine');
  assert.equal(genuine(request, { signing_secret: 'whsec_AAAA', previous_signing_secret: rule.signing_secret! } as Rule), 'genuine');
  assert.equal(genuine({ ...request, body: body + ' ' }, rule), 'forged');
  assert.equal(genuine(request, { signing_secret: 'whsec_AAAA' } as Rule), 'forged');
  assert.equal(genuine({ ...request, headers: [] }, rule), 'unchecked');
  assert.equal(genuine({ ...request, whole: false }, rule), 'unchecked');
  assert.equal(genuine(request, undefined), 'unchecked');
});

test('shows the headers as they were sent where they were kept', () => {
  const kept = [{ name: 'Host', value: 'h' }, { name: 'Webhook-Id', value: 'x' }, { name: 'traceparent', value: '00-1' }, { name: 'Content-Length', value: '2' }];
  const attempt = { number: 2, started: 0, request_headers: kept } as unknown as Attempt;
  assert.deepEqual(headersOf(story(), attempt, undefined), [['webhook-id', 'x'], ['traceparent', '00-1']]);
  assert.ok(headersOf(story(), { ...attempt, request_headers: [] }, undefined).some(([name, value]) => name === 'weft-attempt' && value === '2'));
});

test('takes the timestamp of the body digit for digit', () => {
  const proof = vendorProof(new Raw('{"callId":"a","security":"x","timestamp":12345678901234567890}'), 's');
  assert.equal(proof?.timestamp, '12345678901234567890');
});

test('proves nothing of a body without a signature', () => {
  for (const body of ['{}', '[1]', 'null', '"text"', 'not json', '{"security":1,"callId":"a","timestamp":1}']) {
    assert.equal(vendorProof(new Raw(body), 's'), undefined, body);
  }
});

test('writes a curl command that a shell takes apart into the very same parts', () => {
  const command = asCurl('http://h/a b?c=$(id)', headersOf(story(), undefined, undefined), BODY);
  const ran = spawnSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' });
  const parts = ran.stdout.split('\n');
  assert.ok(parts.includes(BODY), ran.stdout + ran.stderr);
  assert.ok(parts.includes('http://h/a b?c=$(id)'));
  assert.ok(parts.includes('weft-sequence: 3'));
  assert.ok(parts.includes('weft-replay: true'));
});

test('writes a test whose text nothing in the body can leave', () => {
  const text = asJUnit(story('{"x":"\\" + System.exit(1) + \\"\\n\u2028*/"}'), headersOf(story(), undefined, undefined));
  assert.ok(text.includes('\\\\\\" + System.exit(1) + \\\\\\"'));
  assert.ok(!/[^\x00-\x7f]/.test(text));
});

test('finds what two texts do not share', () => {
  assert.deepEqual(diff('a\nb\nc', 'a\nx\nc').map((line) => line.kind + line.text), ['samea', 'delb', 'addx', 'samec']);
  assert.deepEqual(diff('', '').map((line) => line.kind), ['same']);
});
