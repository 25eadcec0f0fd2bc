import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from './icons';

/** Title, what the screen is for, and what can be done here. */
export function PageHead({
  title,
  hint,
  crumbs,
  children,
}: {
  title: ComponentChildren;
  hint?: ComponentChildren;
  crumbs?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <div class="page-head">
      <div class="title">
        {crumbs && <div class="crumbs">{crumbs}</div>}
        <h1>{title}</h1>
        {hint && <p>{hint}</p>}
      </div>
      {children && <div class="line">{children}</div>}
    </div>
  );
}

export function Card({ title, tools, children }: { title?: ComponentChildren; tools?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="card">
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {tools}
        </header>
      )}
      {children}
    </section>
  );
}

/** Copies a text, and says that it did. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  const copy = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
    void navigator.clipboard?.writeText(text).then(() => {
      setDone(true);
      setTimeout(() => setDone(false), 1200);
    });
  };
  return label ? (
    <button type="button" class="button small" onClick={copy}>
      {done ? t('copied') : label}
    </button>
  ) : (
    <button type="button" class="copy" onClick={copy} aria-label={t('copy')} title={done ? t('copied') : t('copy')}>
      {done ? <span class="small good-text">✓</span> : <Icon name="copy" />}
    </button>
  );
}

/** An id as it is: fixed width, shortened by the eye alone. */
export function Id({ value, link, plain = false }: { value: string; link?: string; plain?: boolean }) {
  return (
    <span class="line tight fixed">
      {link ? (
        <a class="mono cut" href={link}>
          {value}
        </a>
      ) : (
        <code class="cut">{value}</code>
      )}
      {!plain && <Copy text={value} />}
    </span>
  );
}

/** What somebody else wrote, as text and nothing but text. Long ones are cut, and said to be. */
export function Foreign({ text, max = 4000 }: { text: string; max?: number }) {
  const [all, setAll] = useState(false);
  const shown = all || text.length <= max ? text : text.slice(0, max);
  return (
    <>
      <bdi class="foreign">{visible(shown)}</bdi>
      {shown.length < text.length && (
        <button type="button" class="button small quiet" onClick={() => setAll(true)}>
          {t('show.all', { n: text.length.toLocaleString() })}
        </button>
      )}
    </>
  );
}

/** Characters that would change how the text around them reads are shown by their number. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (c) =>
    `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function Field({ label, hint, children, whole }: { label: string; hint?: string; children: ComponentChildren; whole?: boolean }) {
  return (
    <label class={whole ? 'field whole' : 'field'}>
      <span>{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** One of a few, all of them in sight. */
export function Segments<T extends string>({
  value,
  options,
  label,
  onChange,
}: {
  value: T;
  options: [T, string][];
  label: string;
  onChange: (value: T) => void;
}) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {options.map(([key, text]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>
          {text}
        </button>
      ))}
    </div>
  );
}

/** A window over the page. Escape closes it, the focus goes back to where it was. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    ref.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return (
    <dialog ref={ref} aria-label={title} onClose={onClose} onCancel={onClose}>
      <div class="dialog">
        <div class="line">
          <h2 class="spring">{title}</h2>
          <button type="button" class="button quiet icon" onClick={onClose} aria-label={t('close')}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** A button that opens a small list below itself. */
export function Menu({ label, children, text }: { label: string; text: ComponentChildren; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: Event): void => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !ref.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener('click', away);
    addEventListener('keydown', away);
    return () => {
      removeEventListener('click', away);
      removeEventListener('keydown', away);
    };
  }, [open]);
  return (
    <div class="menu" ref={ref}>
      <button type="button" class="button quiet" aria-expanded={open} aria-label={label} onClick={() => setOpen(!open)}>
        {text}
        <Icon name="more" />
      </button>
      {open && <div>{children}</div>}
    </div>
  );
}

/** A number of a dozen values as a line; failures are drawn below it in red. */
export function Spark({ values, failures, width = 120, height = 26, label }: { values: number[]; failures?: number[]; width?: number; height?: number; label: string }) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  const y = (value: number): number => height - 1 - (value / most) * (height - 3);
  const line = values.map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const bars = (failures ?? [])
    .map((value, i) => (value > 0 ? `M${Math.max(0, i * step - 1).toFixed(1)} ${height}h2.4V${y(Math.min(value, most)).toFixed(1)}h-2.4z` : ''))
    .join('');
  return (
    <svg class="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path class="area" d={`${line}L${width} ${height}L0 ${height}Z`} />
      <path d={line} />
      {bars && <path class="fail" d={bars} />}
    </svg>
  );
}
