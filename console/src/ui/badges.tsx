import { t, word } from '../i18n';
import { ago, clock, exact, span } from '../lib/time';
import type { Delivery, Health, Rule, State } from '../lib/types';

const KINDS: Record<State, string> = { pending: 'wait', delivered: 'good', stored: 'bad', discarded: '', expired: 'bad', offered: 'wait' };

/** Where a delivery stands: a word, a colour and a form, so that the colour is not needed. */
export function StateBadge({ of }: { of: Pick<Delivery, 'state' | 'attempts' | 'next_attempt'> }) {
  const retrying = of.state === 'pending' && of.attempts > 0;
  return <span class={`badge ${retrying ? 'warn' : KINDS[of.state]}`}>{retrying ? t('state.retrying') : word('state', of.state)}</span>;
}

export function HealthBadge({ of }: { of: Health }) {
  const kind = { delivering: 'good', disabled: '', paused: 'bad', banned: 'bad', open: 'bad', recovering: 'warn' }[of.state];
  return <span class={`badge ${kind}`}>{word('health', of.state)}</span>;
}

/**
 * How a rule stands: that of its endpoint, or what else is done with what it matches.
 *
 * `failing`: lately more attempts have failed than succeeded, though attempts are made as usual.
 */
export function RuleBadge({ delivery, health, failing = false }: { delivery: Rule['delivery']; health: Health | undefined; failing?: boolean }) {
  if (failing && health?.state === 'delivering') return <span class="badge warn">{t('health.failing')}</span>;
  if (health && (delivery === 'push' || health.state === 'disabled')) return <HealthBadge of={health} />;
  return delivery === 'push' ? null : <span class="badge wait">{t(`health.${delivery}`)}</span>;
}

/** What a rule's health means for what waits, in a sentence; empty when all is well. */
export function healthText(of: Health): string {
  switch (of.state) {
    case 'paused':
      return t('health.paused.text', { reason: of.reason ?? '', ago: span(Date.now() - (of.since ?? Date.now())) });
    case 'banned':
      return t('health.banned.text', { until: clock(of.until ?? 0) });
    case 'open':
      return t('health.open.text', { since: span(Date.now() - (of.since ?? Date.now())), probe: (of.next_probe ?? 0) <= Date.now() ? t('time.now') : ago(of.next_probe ?? 0) });
    case 'recovering':
      return t('health.recovering.text', { n: of.allowed ?? 0 });
    case 'disabled':
      return t('health.disabled.text');
    case 'delivering':
      return '';
  }
}

export function StatusTag({ status, failure }: { status?: number | null; failure?: string | null }) {
  if (status != null) return <span class={`tag num ${status >= 200 && status < 300 ? 'good' : 'bad'}`}>{status}</span>;
  return failure ? <span class="tag bad">{word('failure', failure)}</span> : <span class="muted">—</span>;
}

export function Time({ at, relative = false }: { at: number; relative?: boolean }) {
  return (
    <time class="num nowrap" dateTime={exact(at)} title={`${clock(at)} · ${exact(at)}`}>
      {relative ? ago(at) : clock(at)}
    </time>
  );
}
