import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn above and below what is in sight. */
const MARGIN = 12;

/** Whether the screen is as narrow as a phone. */
export function useNarrow(): boolean {
  const query = useRef(matchMedia('(max-width: 860px)'));
  const [narrow, setNarrow] = useState(query.current.matches);
  useEffect(() => {
    const on = (): void => setNarrow(query.current.matches);
    query.current.addEventListener('change', on);
    return () => query.current.removeEventListener('change', on);
  }, []);
  return narrow;
}

/** A list of any length, of which only what is in sight is drawn. All rows are of one height. */
export function Rows<T>({
  items,
  height,
  row,
  at,
  label,
  onEnd,
  room = 240,
}: {
  items: T[];
  height: number;
  row: (item: T, index: number, top: string) => ComponentChildren;
  /** Index of the row that stays in sight; -1 for none. */
  at: number;
  label: string;
  /** Called when the end is near. */
  onEnd?: () => void;
  /** Pixels of the window that are not the list's. */
  room?: number;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [view, setView] = useState(600);
  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = (): void => setView(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = ref.current!;
    if (at < 0) return;
    const from = at * height;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + height > element.scrollTop + element.clientHeight) element.scrollTop = from + height - element.clientHeight;
  }, [at, height]);
  const first = Math.max(0, Math.floor(top / height) - MARGIN);
  const last = Math.min(items.length, Math.ceil((top + view) / height) + MARGIN);
  useEffect(() => {
    if (onEnd && last >= items.length - MARGIN) onEnd();
  }, [last, items.length, onEnd]);
  return (
    <div
      class="rows"
      ref={ref}
      role="list"
      aria-label={label}
      tabIndex={0}
      style={{ height: `min(${Math.max(1, items.length) * height}px, max(${height * 5}px, calc(100vh - ${room}px)))` }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div class="fill" role="presentation" style={{ height: `${items.length * height}px` }}>
        {items.slice(first, last).map((item, i) => row(item, first + i, `${(first + i) * height}px`))}
      </div>
    </div>
  );
}
