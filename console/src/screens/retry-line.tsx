import { t } from '../i18n';
import { span } from '../lib/time';

const DURABLE = ['0s', '5s', '5m', '30m', '2h', '5h', '10h', '10h'];
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A wait of a retry policy in milliseconds; NaN if it is none. */
export function millisOf(text: string): number {
  const parts = /^(\d{1,9})(ms|s|m|h)$/.exec(text.trim());
  return parts ? Number(parts[1]) * UNITS[parts[2]!]! : NaN;
}

/** The waits before each attempt. */
export function delaysOf(retry: string | string[]): string[] {
  return retry === 'durable' ? DURABLE : retry === 'vendor' ? ['0s', '0s'] : typeof retry === 'string' ? [] : retry;
}

/** A retry policy as a time line. Near the event there is more room than far from it. */
export function RetryLine({ retry }: { retry: string | string[] }) {
  const delays = delaysOf(retry).map(millisOf);
  if (delays.length === 0 || delays.some(Number.isNaN)) return <p class="bad-text">{t('retry.wrong')}</p>;
  let at = 0;
  const times = delays.map((delay) => (at += delay));
  const scale = (time: number): number => (at === 0 ? 0 : Math.log1p(time / 1000) / Math.log1p(at / 1000));
  const place = (time: number, i: number): string => `${(at === 0 ? i / Math.max(1, times.length - 1) : scale(time)) * 94}%`;
  const labels = times.map((time, i) => ({ time, i, x: parseFloat(place(time, i)) })).filter((one, i, all) => i === 0 || i === all.length - 1 || (one.x - all[i - 1]!.x > 7 && all[all.length - 1]!.x - one.x > 9));
  return (
    <div>
      <div class="timeline" role="img" aria-label={t('retry.label', { n: delays.length, span: span(at) })}>
        <div class="axis" />
        {times.map((time, i) => (
          <i key={i} style={{ left: place(time, i) }} title={span(time)} />
        ))}
        <i class="end" style={{ left: '100%' }} title={t('retry.end')} />
        {labels.map((one) => (
          <span key={one.i} style={{ left: place(one.time, one.i) }}>
            {one.i === 0 ? t('retry.first') : `+${span(one.time)}`}
          </span>
        ))}
      </div>
      <p class="muted small">{t('retry.text', { n: delays.length, span: span(at) })}</p>
    </div>
  );
}
