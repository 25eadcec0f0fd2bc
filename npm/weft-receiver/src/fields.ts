import type { Json, JsonObject } from './json.js';

/** The field of an object; null where there is none. */
export function get(of: Json | undefined, name: string): Json {
  if (of === null || of === undefined || typeof of !== 'object' || Array.isArray(of)) return null;
  return Object.hasOwn(of, name) ? (of[name] ?? null) : null;
}

/** A path of fields. */
export function path(of: Json, ...names: string[]): Json {
  return names.reduce(get, of);
}

/** The text of a string or a number: vendors write the same id either way. */
export function text(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A text that says something. */
export function id(of: Json, name: string): string | undefined {
  return text(get(of, name)) || undefined;
}

/** A whole number, also as digits in a string; only where a double holds it exactly. */
export function whole(of: Json, name: string): number | undefined {
  const found = text(get(of, name));
  if (found === undefined || found.trim() === '') return undefined;
  const number = Number(found);
  return Number.isSafeInteger(number) ? number : undefined;
}

export function list(value: Json): Json[] {
  return Array.isArray(value) ? value : [];
}

export function isTrue(value: Json): boolean {
  return value === true || text(value) === 'true';
}

export function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Without the app key that some fields carry in front of an id: `org#app_id`. */
export function withoutAppKey(value: string, appKey: string | undefined): string {
  if (appKey !== undefined && value.startsWith(`${appKey}_`)) return value.slice(appKey.length + 1);
  const hash = value.indexOf('#');
  const underscore = hash < 0 ? -1 : value.indexOf('_', hash);
  return underscore < 0 ? value : value.slice(underscore + 1);
}

/** A user as vendors write it: bare, `org#app_user`, or `org#app_user@easemob.com/device`. */
export function user(value: string | undefined, appKey: string | undefined): string | undefined {
  if (!value) return undefined;
  const bare = withoutAppKey(value, appKey);
  const domain = bare.indexOf('@easemob.com');
  return domain < 0 ? bare : bare.slice(0, domain);
}

export function users(value: Json, appKey: string | undefined): string[] {
  return list(value).map((one) => user(text(one), appKey) ?? '');
}
