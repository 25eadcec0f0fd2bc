import { pref } from '../lib/prefs';
import { en, type Key } from './en';
import { zh } from './zh';

export type { Key } from './en';

/** `zh` if somebody chose it, or chose nothing and the browser speaks Chinese. */
export function language(): 'en' | 'zh' {
  return pref('language') || (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}

/** A text of the dictionary, with what stands in its braces. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text: string = (language() === 'zh' ? zh : en)[key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A text for a word of the API; the word itself if the dictionary has none. */
export function word(group: string, value: string): string {
  const key = `${group}.${value}` as Key;
  return key in en ? t(key) : value;
}
