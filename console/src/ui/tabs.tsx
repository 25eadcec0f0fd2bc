import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

/** Where an arrow key leads among `n` tabs; undefined for every other key. */
export function tabAfter(key: string, at: number, n: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % n;
    case 'ArrowLeft':
      return (at + n - 1) % n;
    case 'Home':
      return 0;
    case 'End':
      return n - 1;
    default:
      return undefined;
  }
}

/** Tabs and the panel of the chosen one. Tab reaches the chosen one alone, arrow keys choose among them (WAI-ARIA, tabs pattern). */
export function Tabs<T extends string>(props: {
  label: string;
  tabs: readonly T[];
  value: T;
  name: (tab: T) => ComponentChildren;
  onChange: (tab: T) => void;
  /** Whether the list is a card of its own; the panel of the other kind follows directly. */
  alone?: boolean;
  children: ComponentChildren;
}) {
  const { label, tabs, value, name, onChange, alone = false, children } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = tabs.indexOf(value);
  const move = (event: KeyboardEvent): void => {
    const next = tabAfter(event.key, at, tabs.length);
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onChange(tabs[next]!);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <>
      <div ref={list} class={alone ? 'card tabs tabs-alone' : 'card tabs'} role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab, i) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${id}-tab-${i}`}
            aria-controls={`${id}-panel`}
            aria-selected={tab === value}
            tabIndex={tab === value ? 0 : -1}
            onClick={() => onChange(tab)}
          >
            {name(tab)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${at}`} class="stack">
        {children}
      </div>
    </>
  );
}
