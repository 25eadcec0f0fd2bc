import { useState } from 'preact/hooks';
import { t, word } from '../i18n';
import { span } from '../lib/time';
import type { Attempt, Header, Story } from '../lib/types';
import { Foreign } from './basics';
import { StatusTag, Time } from './badges';

interface Part {
  kind: 'lane' | 'dns' | 'connect' | 'tls' | 'answer' | 'body' | 'failed';
  from: number;
  to: number;
}

/** What an attempt spent its time on, in milliseconds since it began. `dns`, `connect` and `tls` follow each other. */
export function partsOf(attempt: Attempt): Part[] {
  const { dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms } = attempt.timings;
  const total = total_ms ?? 0;
  const parts: Part[] = [];
  let at = 0;
  for (const [kind, length] of [
    ['dns', dns_ms],
    ['connect', connect_ms],
    ['tls', tls_ms],
  ] as const) {
    if (length != null) {
      parts.push({ kind, from: at, to: at + length });
      at += length;
    }
  }
  if (first_byte_ms != null) {
    parts.push({ kind: 'answer', from: at, to: Math.max(at, first_byte_ms) });
    parts.push({ kind: 'body', from: first_byte_ms, to: total });
  } else {
    parts.push({ kind: 'failed', from: at, to: total });
  }
  return parts;
}

/** How long the callback waited for its first attempt: behind others of its lane, or for a free place among attempts. */
export function waited(story: Story, attempt: Attempt): number {
  return attempt.number === 1 ? Math.max(0, attempt.started - story.created) : 0;
}

function Bars({ parts, scale }: { parts: Part[]; scale: number }) {
  return (
    <span class="bars" aria-hidden="true">
      {parts
        .filter((part) => part.to > part.from)
        .map((part) => (
          <i key={part.kind} class={part.kind} style={{ left: `${(part.from / scale) * 100}%`, width: `${((part.to - part.from) / scale) * 100}%` }} />
        ))}
    </span>
  );
}

const LEGEND = ['lane', 'dns', 'connect', 'tls', 'answer', 'body'] as const;

/** Each attempt as bars on one scale, what lies between them, and the answer of the one that is opened. */
export function Waterfall({ story }: { story: Story }) {
  const [open, setOpen] = useState(story.attempts.length === 1 && story.state === 'delivered' ? -1 : (story.attempts.at(-1)?.number ?? -1));
  const shift = story.attempts[0] ? waited(story, story.attempts[0]) : 0;
  const longest = Math.max(1, ...story.attempts.map((one) => one.timings.total_ms ?? 0));
  // A wait that dwarfs the attempts is told in words, so that their parts can be seen.
  const lane = shift > 4 * longest ? 0 : shift;
  const scale = Math.max(1, ...story.attempts.map((one) => (one.timings.total_ms ?? 0) + (one.number === 1 ? lane : 0)));
  return (
    <div class="waterfall">
      {story.attempts.map((one, i) => {
        const before = story.attempts[i - 1];
        const offset = one.number === 1 ? lane : 0;
        const parts: Part[] = partsOf(one).map((part) => ({ ...part, from: part.from + offset, to: part.to + offset }));
        if (offset > 0) parts.unshift({ kind: 'lane', from: 0, to: offset });
        const gap = before ? one.started - before.started - (before.timings.total_ms ?? 0) : shift;
        return (
          <div key={one.number}>
            {(before ? gap > 1000 : lane === 0 && shift >= 1) && <div class="between">{before ? t('attempt.gap', { span: span(gap) }) : t('attempt.waited', { span: span(gap) })}</div>}
            <button type="button" class="attempt" aria-expanded={open === one.number} onClick={() => setOpen(open === one.number ? -1 : one.number)}>
              <b class="num">{one.number}</b>
              <span class="line tight fixed">
                <StatusTag status={one.status} failure={one.failure} />
                <span class="soft small">
                  <Time at={one.started} />
                </span>
              </span>
              <Bars parts={parts} scale={scale} />
              <span class="num right">{span(one.timings.total_ms ?? 0)}</span>
            </button>
            {open === one.number && <More attempt={one} parts={parts} />}
          </div>
        );
      })}
      <div class="below">
        <span class="legend">
          {LEGEND.map((kind) => (
            <span key={kind}>
              <i class={kind} />
              {t(`part.${kind}`)}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}

/** Headers as text, whatever an endpoint has written into them. */
export function Headers({ of }: { of: [string, string][] }) {
  return (
    <dl class="facts headers">
      {of.map(([name, value], i) => [
        <dt key={i} class="mono">
          <Foreign text={name} />
        </dt>,
        <dd key={`${i}.`} class="mono">
          <Foreign text={value} />
        </dd>,
      ])}
    </dl>
  );
}

const pairs = (headers: Header[]): [string, string][] => headers.map(({ name, value }) => [name, value]);

function More({ attempt, parts }: { attempt: Attempt; parts: Part[] }) {
  return (
    <div class="attempt-more">
      <div class="line">
        {parts
          .filter((part) => part.to > part.from && part.kind !== 'failed')
          .map((part) => (
            <span key={part.kind} class="tag num">
              {t(`part.${part.kind as 'dns'}`)} {span(part.to - part.from)}
            </span>
          ))}
        <span class="tag accent">{word('verdict', attempt.verdict)}</span>
      </div>
      {attempt.error && <p class="bad-text foreign">{attempt.error}</p>}
      {attempt.answer_headers.length > 0 && (
        <>
          <h3>{t('headers.answer')}</h3>
          <Headers of={pairs(attempt.answer_headers)} />
        </>
      )}
      {attempt.status !== null && (
        <>
          <h3>{t('answer')}</h3>
          <pre class="code wrap" tabIndex={0} aria-label={t('answer')}>
            {attempt.answer ? <Foreign text={attempt.answer} /> : <span class="muted">{t('body.empty')}</span>}
          </pre>
        </>
      )}
      {attempt.request_headers.length > 0 ? (
        <details>
          <summary>{t('headers.request')}</summary>
          <Headers of={pairs(attempt.request_headers)} />
        </details>
      ) : (
        <p class="muted small">{t('headers.none')}</p>
      )}
    </div>
  );
}
