import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { known } from '../../src/lib/sentences.ts';

/** Where the server says why a rule did not match. */
const MATCHER = '../server/src/main/java/dev/weft/callback/rule/Matcher.java';

test('every reason that the matcher has is in the dictionaries', () => {
  const source = readFileSync(MATCHER, 'utf8');
  const reasons = [...source.matchAll(/Unmatched\(\s*"((?:[^"\\]|\\.)*)"/g)].map((found) => JSON.parse(`"${found[1]}"`) as string);
  assert.ok(reasons.length >= 10, `${reasons.length} were found`);
  for (const reason of reasons) {
    // What follows the text is a name.
    assert.ok(known(reason + 'x"') ?? known(reason), reason);
  }
});

test('what is not known is left as it is', () => {
  assert.equal(known('a sentence of a newer server'), undefined);
  assert.equal(known('from does not name <b>bob</b>')?.a, '<b>bob</b>');
});
