import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { JsonError, parseJson } from '../src/index.js';
import { bytes } from './vectors.js';

test('keeps whole numbers that a double cannot hold', () => {
  assert.deepEqual(parseJson('{"id":1026396197551245320,"small":9007199254740991,"minus":-9007199254740993}'), {
    id: '1026396197551245320',
    small: 9007199254740991,
    minus: '-9007199254740993',
  });
});

test('reads fractions and exponents as numbers, and what is no double as its digits', () => {
  assert.deepEqual(parseJson('[1.5,-0,2e3,1e400]'), [1.5, -0, 2000, '1e400']);
});

for (const text of ['null', 'true', '[]', '{}', ' {"a" : [ 1 , "x" ] } ', '"\\u00e9\\n\\"\\\\"', '{"a":{"b":[null,false]}}', '"\u2028"', '{"":0}']) {
  test(`reads ${text} as JSON.parse does`, () => assert.deepEqual(parseJson(text), JSON.parse(text)));
}

for (const text of ['', ' ', '{', '[1', '{"a"}', '{"a":}', '[1,]', '{"a":1,}', '01', '+1', '1.', '.5', 'NaN', "{'a':1}", '"\n"', '"\\x"', '"abc', 'nul', '{} {}', '[1 2]', '{a:1}', '\ufeff{}x', '-', '"\\u12"']) {
  test(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => parseJson(text), JsonError));
}

test('refuses what is too deep or too much, and does not fall over', () => {
  assert.throws(() => parseJson('['.repeat(100_000)), JsonError);
  assert.throws(() => parseJson(`[${'1,'.repeat(200_001)}1]`), JsonError);
  assert.doesNotThrow(() => parseJson(`${'['.repeat(600)}1${']'.repeat(600)}`));
});

test('takes a field for a field, whatever its name is', () => {
  const read = parseJson('{"__proto__":{"admin":true},"constructor":1,"a":1,"a":2}') as Record<string, unknown>;
  assert.equal((read as { admin?: boolean }).admin, undefined);
  assert.deepEqual(Object.keys(read), ['__proto__', 'constructor', 'a']);
  assert.equal(read['a'], 2);
});

test('reads every vector as JSON.parse does, but for large numbers', () => {
  const folder = new URL('../../../../receiver/src/test/resources/dev/weft/receiver/vectors/', import.meta.url);
  const files = readdirSync(folder);
  assert.ok(files.length > 20);
  for (const file of files) {
    const text = bytes(`vectors/${file}`).toString('utf8');
    const exact = text.replaceAll(/([:[,]\s*)(\d{17,})/g, '$1"$2"');
    assert.deepEqual(parseJson(text), JSON.parse(exact), file);
  }
});
