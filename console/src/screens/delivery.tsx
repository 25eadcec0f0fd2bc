import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t, word } from '../i18n';
import { appPath, call, get } from '../lib/api';
import { asCurl, asJUnit, diff, headersOf, keptHeaders, signatureOf, vendorProof } from '../lib/callback';
import { parse, write } from '../lib/json';
import { href, setQuery, usePlace } from '../lib/router';
import { useMay, useMayDecide } from '../lib/session';
import { span } from '../lib/time';
import type { Explanation, Page, Rule, Story } from '../lib/types';
import { useKeys, useLoad } from '../lib/use';
import { StateBadge, Time } from '../ui/badges';
import { Card, Copy, Id, PageHead } from '../ui/basics';
import { JsonView } from '../ui/json-view';
import { ResendOne } from '../ui/resend';
import { Empty, Show } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { Headers, Waterfall } from '../ui/waterfall';

/** All that is known of one callback: what was sent, what came back, when, and whether it is genuine. */
export function DeliveryScreen({ app, callId }: { app: string; callId: string }) {
  const { query } = usePlace();
  const found = useLoad(
    `delivery ${app} ${callId}`,
    (signal) =>
      call<{ data: Story[]; explanations: Explanation[] }>('GET', `${appPath(app)}/callbacks/deliveries/${encodeURIComponent(callId)}`, { rawKeys: ['body'], signal }),
    5000,
  );
  return (
    <Show of={found} lines={12}>
      {({ data }) => {
        const story = data.find((one) => one.rule === query.get('rule') && String(one.job ?? '') === (query.get('job') ?? '')) ?? data.find((one) => one.rule === query.get('rule')) ?? data[0];
        return story ? <One story={{ ...story, app }} all={data} again={found.again} /> : <Empty title={t('state.missing')} />;
      }}
    </Show>
  );
}

/** Tabs where one call was sent for several rules, or again by a job. */
function OfEach({ all, story, children }: { all: Story[]; story: Story; children: ComponentChildren }) {
  if (all.length === 1) return <>{children}</>;
  const nameOf = (one: Story): string => (one.job === undefined ? one.rule : `${one.rule} · ${t('job.n', { n: one.job })}`);
  const choose = (name: string): void => {
    const chosen = all.find((one) => nameOf(one) === name);
    if (chosen) setQuery({ rule: chosen.rule, job: chosen.job === undefined ? '' : String(chosen.job) });
  };
  return (
    <Tabs label={t('col.rule')} tabs={all.map(nameOf)} value={nameOf(story)} name={(name) => name} onChange={choose}>
      {children}
    </Tabs>
  );
}

function One({ story, all, again }: { story: Story; all: Story[]; again: () => void }) {
  const may = useMay('operator');
  const mayDecide = useMayDecide();
  const [sending, setSending] = useState<'here' | 'elsewhere' | null>(null);
  const rule = useLoad(`rule ${story.app} ${story.rule}`, (signal) =>
    get<{ data: Rule }>(`${appPath(story.app)}/callbacks/rules/${encodeURIComponent(story.rule)}`, {}, signal),
  );
  useKeys({ r: () => may && setSending('here') });
  const known = rule.value?.data;
  const last = story.attempts.at(-1);
  const headers = headersOf(story, last, known);
  const url = known?.url ?? 'http://127.0.0.1:9000/callbacks';
  return (
    <>
      <PageHead
        crumbs={
          <>
            <a href={href(['deliveries'])}>{t('screen.deliveries')}</a>
            <span>/</span>
            <span class="cut">{story.app}</span>
          </>
        }
        title={
          <span class="line">
            {word('operation', story.operation)}
            {story.sequence !== undefined && <span class="muted">#{story.sequence}</span>}
            <span class="muted">→</span> {story.rule} <StateBadge of={{ ...story, attempts: story.attempts.length }} />
          </span>
        }
        hint={summary(story)}
      >
        <Copy text={asCurl(url, headers, story.body.text)} label={t('copy.curl')} />
        <Copy text={asJUnit(story, headers)} label={t('copy.junit')} />
        {may && (
          <>
            {mayDecide && (
              <button type="button" class="button" onClick={() => setSending('elsewhere')}>
                {t('resend.elsewhere')}
              </button>
            )}
            <button type="button" class="button main" onClick={() => setSending('here')}>
              {t('resend')}
            </button>
          </>
        )}
      </PageHead>
      <div class="cols aside">
        <div class="stack">
          <OfEach all={all} story={story}>
            <Card title={t('attempts')} tools={<span class="muted small num">{story.attempts.length}</span>}>
              {story.attempts.length === 0 ? (
                <Empty title={t('attempts.none')}>
                  <p>{t(story.state === 'offered' ? 'attempts.none.pull' : 'attempts.none.text')}</p>
                </Empty>
              ) : (
                <Waterfall story={story} />
              )}
            </Card>
            <Request story={story} headers={headers} kept={keptHeaders(last)} url={known?.url} />
            <Previous story={story} />
          </OfEach>
        </div>
        <div class="stack">
          <Facts story={story} />
          <Proof story={story} rule={known} headers={headers} kept={keptHeaders(last)} />
        </div>
      </div>
      {sending && (
        <ResendOne
          app={story.app}
          callId={story.call_id}
          rule={story.rule}
          elsewhere={sending === 'elsewhere'}
          onClose={(sent) => {
            setSending(null);
            if (sent) setTimeout(again, 600);
          }}
        />
      )}
    </>
  );
}

/** The story of a delivery in one sentence. */
function summary(story: Story): string {
  const last = story.attempts.at(-1);
  const n = story.attempts.length;
  switch (story.state) {
    case 'delivered':
      return t('summary.delivered', { n, span: span((last ? last.started + (last.timings.total_ms ?? 0) : story.created) - story.created), status: last?.status ?? '' });
    case 'pending':
      if (n === 0) return t('summary.waiting');
      return t('summary.retrying', { n, why: why(story), next: story.next_attempt ? span(story.next_attempt - Date.now()) : '…' });
    case 'stored':
      return t('summary.stored', { n, why: why(story) });
    default:
      return t(`summary.${story.state}`);
  }
}

function why(story: Story): string {
  const last = story.attempts.at(-1);
  if (!last) return '';
  return last.status !== null ? t('why.status', { status: last.status }) : (last.error ?? last.failure ?? '');
}

function Facts({ story }: { story: Story }) {
  return (
    <Card title={t('facts')}>
      <dl class="facts pad">
        <dt>{t('col.call')}</dt>
        <dd>
          <Id value={story.call_id} />
        </dd>
        <dt>{t('col.message')}</dt>
        <dd>
          <Id value={story.msg_id} link={href(['why'], { app: story.app, id: story.msg_id })} />
        </dd>
        <dt>{t('col.thread')}</dt>
        <dd>
          <Id value={story.thread} link={href(['threads', story.app, story.thread], { at: story.sequence })} />
        </dd>
        <dt>{t('col.rule')}</dt>
        <dd>
          {/^(#|replay-)/.test(story.rule) ? story.rule : <a href={href(['rules', story.app, story.rule])}>{story.rule}</a>}
        </dd>
        <dt>{t('col.kind')}</dt>
        <dd>
          {word('kind', story.kind)}
          {story.job !== undefined && ` · ${t('job.n', { n: story.job })}`}
        </dd>
        <dt>{t('col.created')}</dt>
        <dd>
          <Time at={story.created} />
        </dd>
        {story.next_attempt !== undefined && (
          <>
            <dt>{t('col.next')}</dt>
            <dd>
              <Time at={story.next_attempt} /> <span class="muted">({<Time at={story.next_attempt} relative />})</span>
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}

function Request({ story, headers, kept, url }: { story: Story; headers: [string, string][]; kept: boolean; url: string | undefined }) {
  return (
    <Card title={t('request')} tools={url ? <code class="muted cut">POST {url}</code> : undefined}>
      <div class="pad stack">
        <div class="stack close">
          <h3>{t('headers')}</h3>
          <Headers of={headers} />
          <p class="muted small">{t(kept ? 'headers.kept' : 'headers.made')}</p>
        </div>
        <JsonView text={story.body.text} title={t('body')} />
      </div>
    </Card>
  );
}

function Step({ ok, title, children }: { ok: boolean | null; title: string; children: preact.ComponentChildren }) {
  return (
    <li>
      <span class={`step ${ok === null ? '' : ok ? 'ok' : 'no'}`}>{ok === null ? '·' : ok ? '✓' : '✕'}</span>
      <div>
        <b>{title}</b>
        <div class="small">{children}</div>
      </div>
    </li>
  );
}

/** The signatures, computed in this browser from the rule's secrets. */
function Proof({ story, rule, headers, kept }: { story: Story; rule: Rule | undefined; headers: [string, string][]; kept: boolean }) {
  const header = (name: string): string => headers.find(([one]) => one === name)?.[1] ?? '';
  const timestamp = header('webhook-timestamp');
  const vendor = rule?.secret ? vendorProof(story.body, rule.secret) : undefined;
  const computed = rule ? signatureOf(story, timestamp, rule) : undefined;
  const same = kept ? header('webhook-signature').split(' ').includes(computed ?? '') : null;
  return (
    <Card title={t('proof')}>
      <div class="pad stack">
        {!rule?.secret && <p class="muted">{t('proof.no.secret')}</p>}
        <ol class="proof">
          {rule?.secret &&
            (vendor ? (
              <Step ok={vendor.computed === vendor.found} title={t(vendor.computed === vendor.found ? 'proof.vendor.ok' : 'proof.vendor.no')}>
                <p class="muted">MD5(callId + secret + timestamp)</p>
                <code>
                  MD5({vendor.callId} + {'•'.repeat(8)} + {vendor.timestamp})
                </code>
                <p>
                  <span class="muted">{t('proof.computed')}</span> <code>{vendor.computed}</code>
                </p>
                <p>
                  <span class="muted">{t('proof.carried')}</span> <code>{vendor.found}</code>
                </p>
              </Step>
            ) : (
              <Step ok={null} title={t('proof.vendor.none')}>
                <p class="muted">{t('proof.vendor.none.text')}</p>
              </Step>
            ))}
          {computed && (
            <Step ok={same} title={t(same === null ? 'proof.header' : same ? 'proof.header.ok' : 'proof.header.no')}>
              <p class="muted">HMAC-SHA256(webhook-id . webhook-timestamp . body)</p>
              <code>{computed}</code>
              <p class="muted">{t('proof.header.text', { n: new TextEncoder().encode(story.body.text).length })}</p>
            </Step>
          )}
        </ol>
      </div>
    </Card>
  );
}

/** What differs from the callback before it in the same thread, for the same rule. */
function Previous({ story }: { story: Story }) {
  const [open, setOpen] = useState(false);
  const before = useLoad(open ? `before ${story.app} ${story.call_id}` : null, async (signal) => {
    const page = await get<Page<Story>>('/operator/deliveries', { app: story.app, thread: story.thread, rule: story.rule, until: story.created + 1, limit: 50 }, signal);
    const previous = page.data.find((one) => one.call_id !== story.call_id && one.kind === 'live' && (one.sequence ?? 0) < (story.sequence ?? Infinity));
    if (!previous) return null;
    const path = `${appPath(story.app)}/callbacks/deliveries/${encodeURIComponent(previous.call_id)}`;
    return (await call<{ data: Story[] }>('GET', path, { rawKeys: ['body'], signal })).data[0] ?? null;
  });
  const pretty = (text: string): string => {
    try {
      return write(parse(text));
    } catch {
      return text;
    }
  };
  return (
    <Card
      title={t('previous')}
      tools={
        <button type="button" class="button small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('hide') : t('show')}
        </button>
      }
    >
      {open ? (
        <Show of={before}>
          {(previous) =>
            previous === null ? (
              <Empty title={t('previous.none')} />
            ) : (
              <div class="pad">
                <pre class="code" tabIndex={0} aria-label={t('previous')}>
                  {diff(pretty(previous.body.text), pretty(story.body.text)).map((line, i) => (
                    <span key={i} class={`diff-${line.kind}`}>
                      {line.kind === 'add' ? '+ ' : line.kind === 'del' ? '- ' : '  '}
                      {line.text}
                    </span>
                  ))}
                </pre>
              </div>
            )
          }
        </Show>
      ) : (
        <p class="pad muted">{t('previous.text')}</p>
      )}
    </Card>
  );
}
