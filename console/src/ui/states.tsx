import type { ComponentChildren } from 'preact';
import { t } from '../i18n';
import { ApiError, OfflineError } from '../lib/api';
import type { Loaded } from '../lib/use';
import { Weave } from './icons';

export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  );
}

/** Nothing is here, and what would bring something. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <Weave />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What went wrong, in the server's sentence, and what can be done. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const [title, text] =
    error instanceof OfflineError
      ? [t('state.offline'), t('state.offline.text')]
      : error instanceof ApiError && error.status === 403
        ? [t('state.forbidden'), error.message]
        : error instanceof ApiError && error.status === 404
          ? [t('state.missing'), error.message]
          : [t('state.error'), error instanceof Error ? error.message : String(error)];
  return (
    <div class="state" role="alert">
      <Weave broken />
      <h2>{title}</h2>
      <p>{text}</p>
      {again && (
        <button type="button" class="button" onClick={again}>
          {t('again')}
        </button>
      )}
    </div>
  );
}

/** Shows what was loaded, or in which state it is. What was there stays while it is loaded again. */
export function Show<T>({ of, children, lines }: { of: Loaded<T>; children: (value: T) => ComponentChildren; lines?: number }) {
  if (of.value !== undefined) {
    return (
      <>
        {of.error !== undefined && !(of.error instanceof OfflineError) && (
          <div class="note bad" role="alert">
            <span>{of.error instanceof Error ? of.error.message : String(of.error)}</span>
          </div>
        )}
        {children(of.value)}
      </>
    );
  }
  return of.error !== undefined ? <Failed error={of.error} again={of.again} /> : <Loading lines={lines ?? 6} />;
}
