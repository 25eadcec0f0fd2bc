import { pref } from '../lib/prefs';
import { en, type Key } from './en';
import { zh } from './zh';

export type { Key } from './en';

/** `zh` if somebody chose it, or chose nothing and the browser speaks Chinese. */
export function language(): 'en' | 'zh' {
  return pref('language') || (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}

/**
 * A text of the dictionary, with what stands in its braces: `{n}` is a value, `{n|attempt|attempts}` a word that goes
 * with one and a word that goes with any other number.
 */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text: string = (language() === 'zh' ? zh : en)[key];
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) =>
    one === undefined ? String(values[name] ?? whole) : String(values[name]) === '1' ? one : many!,
  );
}

/** A text for a word of the API; the word itself if the dictionary has none. */
export function word(group: string, value: string): string {
  const key = `${group}.${value}` as Key;
  return key in en ? t(key) : value;
}
