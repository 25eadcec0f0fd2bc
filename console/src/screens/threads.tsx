import { useMemo } from 'preact/hooks';
import { t, word } from '../i18n';
import { appPath, get } from '../lib/api';
import { write, type Json } from '../lib/json';
import { go, href, setQuery, usePlace } from '../lib/router';
import { useApp, useSession } from '../lib/session';
import type { Delivery, Message, Page, ThreadView } from '../lib/types';
import { useLoad } from '../lib/use';
import { StateBadge, StatusTag, Time } from '../ui/badges';
import { Card, Foreign, Id, PageHead } from '../ui/basics';
import { Empty, Failed, Show } from '../ui/states';
import { AppChoice } from './app-choice';
import { deliveryHref, rowKey } from './delivery-rows';

const PAGE = 50;

interface Listed {
  id: string;
}

/** The threads of an app, newest first. */
export function Threads() {
  const app = useApp();
  const { query } = usePlace();
  const cursor = query.get('cursor') ?? undefined;
  const threads = useLoad(app && `threads ${app} ${cursor}`, (signal) =>
    get<{ entities: Listed[]; properties: { cursor: string } }>(`${appPath(app)}/thread`, { limit: PAGE, sort: 'desc', cursor }, signal),
  );
  // The vendor's call has a cursor on the last page, too.
  const next = threads.value && threads.value.entities.length === PAGE ? threads.value.properties?.cursor : undefined;
  return (
    <>
      <PageHead title={t('screen.threads')} hint={t('threads.hint')}>
        <AppChoice />
        <form
          class="line"
          onSubmit={(event) => {
            event.preventDefault();
            const id = String(new FormData(event.currentTarget).get('id') ?? '').trim();
            if (id) go(href(['threads', app, id]));
          }}
        >
          <input name="id" type="text" aria-label={t('thread.id')} placeholder={t('thread.id')} />
        </form>
      </PageHead>
      <div class="card">
        <Show of={threads}>
          {({ entities }) =>
            entities.length === 0 ? (
              <Empty title={t('threads.empty')}>
                <p>{t('threads.empty.text')}</p>
              </Empty>
            ) : (
              <>
                <ul class="attention">
                  {entities.map((one) => (
                    <ThreadLine key={one.id} app={app} id={one.id} />
                  ))}
                </ul>
                {(cursor || next) && <div class="below">
                  {cursor && (
                    <a class="button small" href={href(['threads'], { app })}>
                      {t('page.first')}
                    </a>
                  )}
                  {next && (
                    <button type="button" class="button small" onClick={() => setQuery({ cursor: next }, false)}>
                      {t('page.next')}
                    </button>
                  )}
                </div>}
              </>
            )
          }
        </Show>
      </div>
    </>
  );
}

function ThreadLine({ app, id }: { app: string; id: string }) {
  const thread = useLoad(`thread ${app} ${id}`, (signal) => get<{ thread: ThreadView }>(`/operator/threads${appPath(app)}/${id}/messages`, { limit: 1 }, signal));
  const known = thread.value?.thread;
  return (
    <li>
      <div>
        <a href={href(['threads', app, id])}>{known ? <Foreign text={known.name || id} max={120} /> : <code>{id}</code>}</a>
        <div class="muted small">
          <code>{id}</code> {known && `· ${known.owner}`}
        </div>
      </div>
      {known && (
        <>
          <span class="muted small nowrap">{t('n.messages', { n: known.message_count })}</span>
          <span class="muted small nowrap">#{known.sequence}</span>
          <span class="muted small nowrap">
            <Time at={known.created} relative />
          </span>
        </>
      )}
    </li>
  );
}

interface Loaded {
  thread: ThreadView;
  messages: Message[];
  deliveries: Delivery[];
  members: string[];
  more: boolean;
}

async function load(app: string, id: string, signal: AbortSignal): Promise<Loaded> {
  const [page, deliveries, members] = await Promise.all([
    get<Page<Message> & { thread: ThreadView }>(`/operator/threads${appPath(app)}/${encodeURIComponent(id)}/messages`, { limit: 200 }, signal),
    get<Page<Delivery>>('/operator/deliveries', { app, thread: id, limit: 500 }, signal),
    get<{ data: { affiliations: string[] } }>(`${appPath(app)}/thread/${encodeURIComponent(id)}/users`, { limit: 50 }, signal).catch(() => ({ data: { affiliations: [] as string[] } })),
  ]);
  return { thread: page.thread, messages: page.data, deliveries: deliveries.data, members: members.data.affiliations ?? [], more: page.cursor !== undefined };
}

/** One operation on the thread: its number, and what came of it at each rule. */
interface Step {
  sequence: number;
  operation: string;
  msgId: string;
  at: number;
  deliveries: Delivery[];
}

export function stepsOf(deliveries: Delivery[]): Step[] {
  const steps = new Map<number, Step>();
  for (const one of deliveries) {
    if (one.sequence === undefined) continue;
    const step = steps.get(one.sequence) ?? { sequence: one.sequence, operation: one.operation, msgId: one.msg_id, at: one.created, deliveries: [] };
    step.deliveries.push(one);
    steps.set(one.sequence, step);
  }
  return [...steps.values()].sort((a, b) => b.sequence - a.sequence);
}

/** Numbers of the thread that have no callback among those that are known. */
export function gapsOf(steps: Step[]): number[] {
  const known = new Set(steps.map((step) => step.sequence));
  const first = steps.at(-1)?.sequence ?? 0;
  const last = steps[0]?.sequence ?? 0;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).filter((n) => !known.has(n));
}

/** The conversation beside its callbacks, one line for each operation. */
export function ThreadScreen({ app, id }: { app: string; id: string }) {
  const { query } = usePlace();
  const loaded = useLoad(`conversation ${app} ${id}`, (signal) => load(app, id, signal), 5000);
  return (
    <Show of={loaded} lines={12}>
      {(value) => <Conversation app={app} id={id} of={value} at={Number(query.get('at')) || undefined} />}
    </Show>
  );
}

function textOf(message: Message): string {
  if (!message.body) return '';
  try {
    const body = message.body as unknown as { [key: string]: Json };
    return typeof body['msg'] === 'string' ? body['msg'] : write(body);
  } catch {
    return String(message.body);
  }
}

function Conversation({ app, id, of, at }: { app: string; id: string; of: Loaded; at: number | undefined }) {
  const { me } = useSession();
  const steps = useMemo(() => stepsOf(of.deliveries), [of]);
  const messages = useMemo(() => new Map(of.messages.map((one) => [one.msg_id, one])), [of]);
  const gaps = gapsOf(steps);
  const last = of.thread.sequence;
  const chosen = at ?? last;
  const blocking = of.deliveries.filter((one) => one.state === 'pending' && one.attempts > 0);
  const stepMessages = new Set(steps.map((step) => step.msgId));
  const silent = of.messages.filter((one) => !stepMessages.has(one.msg_id));
  return (
    <>
      <PageHead
        crumbs={
          <>
            <a href={href(['threads'], { app })}>{t('screen.threads')}</a> <span>/</span> <span>{app}</span>
          </>
        }
        title={<Foreign text={of.thread.name || id} max={200} />}
        hint={t('thread.hint', { n: of.thread.message_count, owner: of.thread.owner })}
      >
        <Id value={id} />
      </PageHead>
      <div class="cols aside">
        <Card title={t('thread.talk')} tools={<span class="muted small">{t('thread.columns')}</span>}>
          {last > 1 && (
            <div class="slider">
              <label class="soft" for="at">
                {t('thread.at', { n: chosen })}
              </label>
              <input id="at" type="range" min={1} max={last} value={chosen} onInput={(e) => setQuery({ at: e.currentTarget.value === String(last) ? '' : e.currentTarget.value })} />
            </div>
          )}
          {steps.length === 0 && of.messages.length === 0 ? (
            <Empty title={t('thread.empty')} />
          ) : (
            <div class="talk">
              {steps.map((step) => (
                <StepRow key={step.sequence} step={step} message={messages.get(step.msgId)} later={step.sequence > chosen} seesText={me.text} />
              ))}
              {silent.map((message) => (
                <StepRow key={message.msg_id} message={message} later={false} seesText={me.text} />
              ))}
            </div>
          )}
          {of.more && <div class="below">{t('thread.more')}</div>}
        </Card>
        <div class="stack">
          <Card title={t('thread.state', { n: chosen })}>
            <StateThen app={app} step={steps.find((step) => step.sequence <= chosen)} members={chosen === last ? of.members : null} />
          </Card>
          <Card title={t('thread.order')}>
            <div class="pad stack">
              {gaps.length === 0 ? <p class="good-text">{t('thread.gaps.none')}</p> : <p class="bad-text">{t('thread.gaps', { n: gaps.slice(0, 20).join(', ') })}</p>}
              {blocking.map((one) => (
                <div key={rowKey(one)} class="note warn">
                  <span>
                    {t('thread.blocks', { n: one.sequence ?? '', rule: one.rule })}{' '}
                    <a class="mono" href={deliveryHref(one)}>
                      {one.call_id}
                    </a>
                  </span>
                </div>
              ))}
            </div>
          </Card>
        </div>
      </div>
    </>
  );
}

function StepRow({ step, message, later, seesText }: { step?: Step; message: Message | undefined; later: boolean; seesText: boolean }) {
  return (
    <div class={later ? 'talk-row later' : 'talk-row'}>
      <span class="seq">{step ? `#${step.sequence}` : '—'}</span>
      <div>
        <div class="line">
          <span class="who">{message?.from ?? ''}</span>
          {step && step.operation !== 'send' && <span class="tag warn">{word('operation', step.operation)}</span>}
          {message && message.type !== 'txt' && <span class="tag">{message.type}</span>}
          <span class="muted small">
            <Time at={step?.at ?? message?.sent ?? 0} />
          </span>
        </div>
        <div class="text">
          {message?.recalled || (!message && step?.operation === 'recall') ? (
            <span class="muted">{t('thread.recalled')}</span>
          ) : message === undefined ? (
            <span class="muted mono">{step?.msgId}</span>
          ) : !seesText ? (
            <span class="muted">{t('text.withheld')}</span>
          ) : (
            <Foreign text={textOf(message)} max={2000} />
          )}
        </div>
      </div>
      <div class="callbacks">
        {step ? (
          step.deliveries.map((one) => (
            <a key={rowKey(one)} class="line tight" href={deliveryHref(one)}>
              <StateBadge of={one} />
              <span class="soft">{one.rule}</span>
              {(one.status !== undefined || one.failure !== undefined) && <StatusTag status={one.status} failure={one.failure} />}
            </a>
          ))
        ) : (
          <a class="muted small" href={href(['why'], { id: message?.msg_id })}>
            {t('thread.no.callback')}
          </a>
        )}
      </div>
    </div>
  );
}

/** What the thread was after an operation, read from the callback that told of it. */
function StateThen({ app, step, members }: { app: string; step: Step | undefined; members: string[] | null }) {
  const call = step?.deliveries[0]?.call_id;
  const story = useLoad(call ? `then ${call}` : null, (signal) => get<{ data: { body: Json }[] }>(`${appPath(app)}/callbacks/deliveries/${encodeURIComponent(call!)}`, {}, signal));
  if (!step) return <p class="pad muted">{t('thread.state.none')}</p>;
  if (story.error !== undefined && !story.value) return <Failed error={story.error} />;
  const body = story.value?.data[0]?.body as { payload?: { data?: { [key: string]: Json } } } | undefined;
  const data = body?.payload?.data;
  const newest = data?.['last_message'] as { id?: string; from?: string; payload?: { bodies?: { msg?: string }[] } } | undefined;
  return (
    <dl class="facts pad">
      <dt>{t('thread.count')}</dt>
      <dd class="num">{data ? String(data['message_count'] ?? '') : '…'}</dd>
      <dt>{t('thread.name')}</dt>
      <dd>{data ? <Foreign text={String(data['name'] ?? '')} max={120} /> : '…'}</dd>
      <dt>{t('thread.newest')}</dt>
      <dd>
        {newest?.id ? (
          <>
            <code>{newest.id}</code>
            <div class="small">
              <Foreign text={newest.payload?.bodies?.[0]?.msg ?? ''} max={200} />
            </div>
          </>
        ) : (
          <span class="muted">{t('none')}</span>
        )}
      </dd>
      {members && (
        <>
          <dt>{t('thread.members')}</dt>
          <dd class="line tight">
            {members.map((one) => (
              <span key={one} class="tag">
                {one}
              </span>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

