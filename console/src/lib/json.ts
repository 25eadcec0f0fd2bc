/**
 * Reads JSON without losing anything of it. `JSON.parse` makes a double of every number, and a double cannot hold
 * the ids of Weft: here a whole number beyond 2^53, and any number that a double would write differently, stays the
 * text that it was ({@link Num}).
 */

/** A number that stays what it was, digit for digit. */
export class Num {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** A part of a document as it stood there, byte for byte: what a signature covers. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Json = null | boolean | number | string | Num | Raw | Json[] | { [key: string]: Json };

/** Levels that are read; what is deeper is no document of ours. */
const MAX_DEPTH = 200;

export class JsonError extends Error {}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/sy;
const SPACE = /[ \t\n\r]*/y;

class Reader {
  at = 0;
  readonly text: string;
  readonly rawKeys: ReadonlySet<string>;

  constructor(text: string, rawKeys: ReadonlySet<string>) {
    this.text = text;
    this.rawKeys = rawKeys;
  }

  space(): void {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
  }

  fail(): never {
    throw new JsonError(`not JSON at character ${this.at}`);
  }

  expect(character: string): void {
    if (this.text[this.at] !== character) this.fail();
    this.at++;
  }

  string(): string {
    STRING.lastIndex = this.at;
    const found = STRING.exec(this.text);
    if (!found) this.fail();
    this.at = STRING.lastIndex;
    try {
      return JSON.parse(found[0]) as string;
    } catch {
      return this.fail();
    }
  }

  number(): number | Num {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) this.fail();
    this.at = NUMBER.lastIndex;
    const value = Number(found[0]);
    return String(value) === found[0] && (!Number.isInteger(value) || Number.isSafeInteger(value))
      ? value
      : new Num(found[0]);
  }

  word(word: string, value: Json): Json {
    if (!this.text.startsWith(word, this.at)) this.fail();
    this.at += word.length;
    return value;
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) this.fail();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  array(depth: number): Json[] {
    const values: Json[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return values;
    }
    for (;;) {
      this.space();
      values.push(this.value(depth + 1));
      this.space();
      if (this.text[this.at] === ']') {
        this.at++;
        return values;
      }
      this.expect(',');
    }
  }

  object(depth: number): { [key: string]: Json } {
    const object: { [key: string]: Json } = Object.create(null) as { [key: string]: Json };
    this.at++;
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return object;
    }
    for (;;) {
      this.space();
      const key = this.string();
      this.space();
      this.expect(':');
      this.space();
      const from = this.at;
      const value = this.value(depth + 1);
      object[key] = this.rawKeys.has(key) ? new Raw(this.text.slice(from, this.at)) : value;
      this.space();
      if (this.text[this.at] === '}') {
        this.at++;
        return object;
      }
      this.expect(',');
    }
  }
}

/**
 * @param rawKeys keys whose values are handed out as {@link Raw}
 * @throws JsonError if `text` is not one JSON document
 */
export function parse(text: string, ...rawKeys: string[]): Json {
  const reader = new Reader(text, new Set(rawKeys));
  reader.space();
  const value = reader.value(0);
  reader.space();
  if (reader.at !== text.length) reader.fail();
  return value;
}

/** Writes what {@link parse} has read, numbers as they were. */
export function write(value: Json, indent = '', step = '  '): string {
  if (value instanceof Num || value instanceof Raw) return value.text;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const inner = indent + step;
    return `[\n${value.map((one) => inner + write(one, inner, step)).join(',\n')}\n${indent}]`;
  }
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value);
    if (keys.length === 0) return '{}';
    const inner = indent + step;
    const fields = keys.map((key) => `${inner}${JSON.stringify(key)}: ${write(value[key]!, inner, step)}`);
    return `{\n${fields.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/** A piece of JSON text, for colouring: keys, texts, numbers, words and what is between. */
export interface Token {
  kind: 'key' | 'text' | 'number' | 'word' | 'plain';
  text: string;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(\btrue\b|\bfalse\b|\bnull\b)/gs;

/** Splits JSON text into pieces; their texts put together are the text again. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) found.push({ kind: 'plain', text: text.slice(end, match.index) });
    if (match[1] !== undefined) {
      found.push({ kind: match[2] === undefined ? 'text' : 'key', text: match[1] });
      if (match[2] !== undefined) found.push({ kind: 'plain', text: match[2] });
    } else {
      found.push({ kind: match[3] === undefined ? 'word' : 'number', text: match[0] });
    }
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ kind: 'plain', text: text.slice(end) });
  return found;
}
