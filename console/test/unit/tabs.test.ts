import assert from 'node:assert/strict';
import test from 'node:test';
import { tabAfter } from '../../src/ui/tabs.tsx';

test('arrow keys go around, Home and End to the ends, and no other key goes anywhere', () => {
  assert.equal(tabAfter('ArrowRight', 0, 3), 1);
  assert.equal(tabAfter('ArrowRight', 2, 3), 0);
  assert.equal(tabAfter('ArrowLeft', 0, 3), 2);
  assert.equal(tabAfter('Home', 2, 3), 0);
  assert.equal(tabAfter('End', 0, 3), 2);
  assert.equal(tabAfter('Enter', 1, 3), undefined);
});
