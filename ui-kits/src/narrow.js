import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(max-width: 760px)');

/** Whether there is room for one pane only. */
export function useNarrow() {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}
