import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCallback, parseJson } from '../src/index.js';
import type { Callback, Json, JsonObject } from '../src/index.js';

/** The vectors of the Java receiver: both libraries read the same files. */
const FOLDER = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../../receiver/src/test/resources/dev/weft/receiver',
);

export function bytes(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

export function json(name: string): Json {
  return parseJson(bytes(name).toString('utf8'));
}

export function callback(name: string): Callback {
  return parseCallback(json(`vectors/${name}.json`) as JsonObject);
}
