/** A JSON value. A whole number that a double cannot hold exactly is its digits, as a string. */
export type Json = null | boolean | number | string | Json[] | { [field: string]: Json };

/** A JSON object. */
export type JsonObject = { [field: string]: Json };

/** The text is no JSON, or larger than this reader takes. The message quotes nothing of it. */
export class JsonError extends Error {
  override name = 'JsonError';
}

/** Deeper than any callback; a text of brackets alone must not end the process. */
export const MAX_DEPTH = 600;

/** More values than any callback has. */
export const MAX_TOKENS = 200_000;

/**
 * Reads JSON and keeps ids of nineteen digits intact: `JSON.parse` rounds whole numbers beyond 2^53.
 * Strict as RFC 8259; of several fields with the same name the last one counts.
 */
export function parseJson(text: string): Json {
  return new Reader(text).document();
}

const WHITE_SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WHOLE = /^-?\d+$/;

class Reader {
  private at = 0;
  private tokens = 0;

  constructor(private readonly text: string) {}

  document(): Json {
    const value = this.value(0);
    this.skip();
    if (this.at !== this.text.length) throw new JsonError('there is something after the JSON value');
    return value;
  }

  private value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new JsonError(`deeper than ${MAX_DEPTH} levels`);
    if (++this.tokens > MAX_TOKENS) throw new JsonError(`more than ${MAX_TOKENS} values`);
    this.skip();
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

  private object(depth: number): JsonObject {
    const object: JsonObject = {};
    this.at++;
    if (this.taken('}')) return object;
    do {
      this.skip();
      if (this.text[this.at] !== '"') throw this.unexpected();
      const name = this.string();
      if (!this.taken(':')) throw this.unexpected();
      // Not by assignment: a field named __proto__ would be something else.
      Object.defineProperty(object, name, {
        value: this.value(depth + 1),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } while (this.taken(','));
    if (!this.taken('}')) throw this.unexpected();
    return object;
  }

  private array(depth: number): Json[] {
    const array: Json[] = [];
    this.at++;
    if (this.taken(']')) return array;
    do array.push(this.value(depth + 1));
    while (this.taken(','));
    if (!this.taken(']')) throw this.unexpected();
    return array;
  }

  /** The end is found here; escapes and control characters are for JSON.parse to judge. */
  private string(): string {
    const start = this.at++;
    for (;;) {
      const char = this.text[this.at++];
      if (char === undefined) throw new JsonError('a string does not end');
      if (char === '\\') this.at++;
      if (char === '"') break;
    }
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      throw new JsonError('a string has something in it that JSON does not allow');
    }
  }

  private number(): number | string {
    NUMBER.lastIndex = this.at;
    const literal = NUMBER.exec(this.text)?.[0];
    if (literal === undefined) throw this.unexpected();
    this.at += literal.length;
    const number = Number(literal);
    const exact = WHOLE.test(literal) ? Number.isSafeInteger(number) : Number.isFinite(number);
    return exact ? number : literal;
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected();
    this.at += word.length;
    return value;
  }

  private taken(char: string): boolean {
    this.skip();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private skip(): void {
    WHITE_SPACE.lastIndex = this.at;
    this.at += WHITE_SPACE.exec(this.text)?.[0].length ?? 0;
  }

  private unexpected(): JsonError {
    return new JsonError(this.at >= this.text.length ? 'the text ends too early' : `not JSON at character ${this.at}`);
  }
}
