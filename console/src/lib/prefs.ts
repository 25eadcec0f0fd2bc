import { useEffect, useState } from 'preact/hooks';

/** What a person has chosen for this browser. Nothing else is kept here. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'weft.console';

interface Prefs {
  theme: Theme;
  language: 'en' | 'zh' | '';
  app: string;
}

let prefs: Prefs = { theme: 'system', language: '', app: '' };
try {
  prefs = { ...prefs, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Prefs>) };
} catch {
  // A browser that keeps nothing: the choices last as long as the page.
}

const listeners = new Set<() => void>();

export function pref<K extends keyof Prefs>(key: K): Prefs[K] {
  return prefs[key];
}

export function setPref<K extends keyof Prefs>(key: K, value: Prefs[K]): void {
  prefs = { ...prefs, [key]: value };
  try {
    localStorage.setItem(KEY, JSON.stringify(prefs));
  } catch {
    // As above.
  }
  applyTheme();
  for (const listener of [...listeners]) listener();
}

/** Draws again when a choice changes. */
export function usePrefs(): Prefs {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = (): void => draw((n) => n + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return prefs;
}

export function applyTheme(): void {
  const dark = prefs.theme === 'dark' || (prefs.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
