import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Something that is fetched. What was there stays while it is fetched again. */
export interface Loaded<T> {
  value: T | undefined;
  error: unknown;
  loading: boolean;
  again: () => void;
}

/**
 * Fetches when `key` changes, and every `everyMs` if that is given and the page is looked at. A key of null fetches
 * nothing.
 */
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>, everyMs = 0): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; value?: T; error?: unknown; loading: boolean }>({
    key: null,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    setState((old) => (old.key === key ? { ...old, loading: true } : { key, loading: true }));
    latest.current(abort.signal).then(
      (value) => abort.signal.aborted || setState({ key, value, loading: false }),
      (error: unknown) =>
        abort.signal.aborted ||
        setState((old) => ({ key, ...(old.value !== undefined ? { value: old.value } : {}), error, loading: false })),
    );
    return () => abort.abort();
  }, [key, round]);
  useEffect(() => {
    if (everyMs === 0 || key === null) return;
    const timer = setInterval(() => document.hidden || setRound((n) => n + 1), everyMs);
    return () => clearInterval(timer);
  }, [key, everyMs]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  const current = state.key === key;
  return {
    value: current ? state.value : undefined,
    error: current ? state.error : undefined,
    loading: !current || state.loading,
    again,
  };
}

/** Keys that act while the screen is shown, but not while somebody types. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => unknown>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const on = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null;
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (target?.matches?.('input, textarea, select, [contenteditable]')) return;
      if (document.querySelector('dialog[open]')) return;
      if (event.key === 'Enter' && target?.matches?.('a, button, summary')) return;
      const action = latest.current[event.key];
      if (action) {
        event.preventDefault();
        action(event);
      }
    };
    addEventListener('keydown', on);
    return () => removeEventListener('keydown', on);
  }, []);
}

/** The time, once a second: for what counts down. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
