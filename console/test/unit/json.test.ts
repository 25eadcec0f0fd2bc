import assert from 'node:assert/strict';
import test from 'node:test';
import { JsonError, Num, Raw, parse, tokens, write } from '../../src/lib/json.ts';

test('keeps ids beyond 2^53 digit for digit', () => {
  const read = parse('{"id":1631952284344647681,"n":9007199254740991,"m":9007199254740993}') as Record<string, unknown>;
  assert.equal(String(read['id']), '1631952284344647681');
  assert.ok(read['id'] instanceof Num);
  assert.equal(read['n'], 9007199254740991);
  assert.equal(String(read['m']), '9007199254740993');
});

test('writes back every number as it was', () => {
  for (const text of ['0', '-0', '1e400', '1.10', '0.1', '12345678901234567890.5', '1E5', '-7']) {
    assert.equal(write(parse(text)), text);
  }
});

test('hands out the bytes that a signature covers', () => {
  const read = parse('{"data":[{"body": {"a" : 1.0,\n "b":"\\u00e9"} }]}', 'body') as { data: { body: Raw }[] };
  assert.equal(read.data[0]!.body.text, '{"a" : 1.0,\n "b":"\\u00e9"}');
});

test('takes a key named __proto__ for a key', () => {
  const read = parse('{"__proto__":{"x":1},"constructor":2}') as Record<string, unknown>;
  assert.deepEqual(Object.keys(read), ['__proto__', 'constructor']);
  assert.equal(({} as Record<string, unknown>)['x'], undefined);
});

test('refuses what is not JSON', () => {
  for (const text of ['', '{', '[1,]', '{"a":1,}', '01', '"\n"', 'nul', '1 2', '"\\x"', '['.repeat(300)]) {
    assert.throws(() => parse(text), JsonError, text);
  }
});

test('splits text for colours without losing a character', () => {
  const text = '{"a\\"b": [1, -2.5e3, true, null, "x: 1"]} tail';
  assert.equal(tokens(text).map((token) => token.text).join(''), text);
  assert.deepEqual(
    tokens(text).filter((token) => token.kind === 'key').map((token) => token.text),
    ['"a\\"b"'],
  );
});
