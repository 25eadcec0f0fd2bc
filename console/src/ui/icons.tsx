/** Small drawings, 16 by 16, in the colour of the text around them. */
const PATHS: Record<string, string> = {
  overview: 'M2 13h12M4 13V8M8 13V3M12 13V6',
  live: 'M1.5 8h3l2-5 3 10 2-5h3',
  deliveries: 'M2 4h12M2 8h12M2 12h8',
  why: 'M8 2v4m0 0L4 10v4m4-8l4 4v4',
  rules: 'M3 4h6m4 0h0M3 8h2m4 0h4M3 12h7M11 2.5v3M7 6.5v3M12 10.5v3',
  failures: 'M8 2l6.5 11.5h-13zM8 6.5v3.2M8 11.6v.1',
  storage: 'M2 5l6-3 6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6',
  replay: 'M13.5 8A5.5 5.5 0 1 1 12 4.2M12 1.5v3H9',
  threads: 'M2 3h9v6H6l-3 2.5V9H2zM13 6.5h1v5h-1v2L10.500 11.500H8',
  chat: 'M2 3h12v8H8l-3.500 2.500V11H2z',
  consumers: 'M8 2v8m0 0L5 7m3 3l3-3M2 13h12',
  start: 'M3 14V2m0 1h9l-2 3 2 3H3',
  apps: 'M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z',
  operators: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.500 14c.5-3 2.500-4.500 5.500-4.500s5 1.500 5.500 4.500',
  audit: 'M4 2h6l3 3v9H4zM6 7h5M6 9.500h5M6 12h3',
  reference: 'M5.500 4L1.500 8l4 4M10.500 4l4 4-4 4',
  emulator: 'M2 11a6 6 0 1 1 12 0M8 11l3-4M2 13.500h12',
  menu: 'M2 4h12M2 8h12M2 12h12',
  copy: 'M5.500 5.500h8v8h-8zM3 10.500h-.5v-8h8V3',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3 6l5 5 5-5',
  back: 'M10 3L5 8l5 5',
  play: 'M4 2.500l9 5.500-9 5.500z',
  pause: 'M5 3v10M11 3v10',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
};

export function Icon({ name }: { name: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name] ?? ''} />
    </svg>
  );
}

/** The mark of Weft: one thread over and under two others. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="#2b3f8c" />
      <path d="M5 9h4m3.4 0H19M5 15h7m3.4 0H19" stroke="#fff" stroke-width="2.2" stroke-linecap="round" fill="none" />
      <path d="M9.6 5v7.4m0 3.2V19M14.4 5v2.4m0 3.2V19" stroke="#f0b65a" stroke-width="2.2" stroke-linecap="round" fill="none" />
    </svg>
  );
}

/** A few threads; the last one is cut when something is broken. */
export function Weave({ broken = false }: { broken?: boolean }) {
  return (
    <svg class="weave" viewBox="0 0 72 44" fill="none" aria-hidden="true">
      <path class="warp" d="M16 4v10m0 8v18M30 4v18m0 8v10M44 4v10m0 8v18M58 4v18m0 8v10" />
      <path class="weft" d="M6 18h18m12 0h14m12 0h4M6 26h4m12 0h16m12 0h16" />
      {broken && <path class="cut-end" d="M6 36h60" />}
    </svg>
  );
}
