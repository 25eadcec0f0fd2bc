import { t, word } from '../i18n';
import { reason } from '../lib/reasons';
import { ApiError, appPath, get } from '../lib/api';
import { href, setQuery, usePlace } from '../lib/router';
import { useApp, useSession } from '../lib/session';
import type { Delivery, Explanation, Page, RuleExplanation } from '../lib/types';
import { useLoad } from '../lib/use';
import { StateBadge, StatusTag, Time } from '../ui/badges';
import { Card, PageHead, visible } from '../ui/basics';
import { Empty, Show } from '../ui/states';
import { deliveryHref, rowKey } from './delivery-rows';

interface Answer {
  app: string;
  message: string;
  explanations: Explanation[];
  deliveries: Delivery[];
}

/** Looks for an id wherever it could be: as a message in each app, else as what the delivery log knows. */
async function ask(apps: string[], id: string, signal: AbortSignal): Promise<Answer[]> {
  const log = await get<Page<Delivery>>('/operator/deliveries', { q: id, limit: 50 }, signal);
  const subjects = new Map<string, string>();
  for (const one of log.data) subjects.set(`${one.app} ${one.msg_id}`, one.app);
  const asked: [string, string][] = subjects.size > 0 ? [...subjects].slice(0, 8).map(([key, app]) => [app, key.slice(app.length + 1)]) : apps.map((app) => [app, id]);
  const answers = await Promise.all(
    asked.map(async ([app, message]): Promise<Answer> => {
      const deliveries = log.data.filter((one) => one.app === app && one.msg_id === message);
      try {
        const found = await get<Page<Explanation>>(`${appPath(app)}/callbacks/explain`, { msg_id: message }, signal);
        return { app, message, explanations: found.data, deliveries };
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return { app, message, explanations: [], deliveries };
        throw error;
      }
    }),
  );
  return answers.filter((one) => one.explanations.length > 0 || one.deliveries.length > 0);
}

/** Why a callback came or did not: the rules, their filters, and what said no. */
export function Why() {
  const { query } = usePlace();
  const { apps } = useSession();
  const app = useApp();
  const id = query.get('id') ?? '';
  const order = [app, ...apps.map((one) => one.app).filter((one) => one !== app)].slice(0, 20);
  const found = useLoad(id ? `why ${id} ${order.join()}` : null, (signal) => ask(order, id, signal));
  return (
    <>
      <PageHead title={t('screen.why')} hint={t('why.hint')} />
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          setQuery({ id: String(new FormData(event.currentTarget).get('id') ?? '').trim() }, false);
        }}
      >
        <input key={id} name="id" class="search" type="search" autofocus={!id} defaultValue={id} placeholder={t('why.id')} aria-label={t('why.id')} />
        <button class="button main small">{t('why.ask')}</button>
      </form>
      {id === '' ? (
        <div class="card">
          <Empty title={t('why.empty')}>
            <p>{t('why.empty.text')}</p>
          </Empty>
        </div>
      ) : (
        <Show of={found} lines={8}>
          {(answers) =>
            answers.length === 0 ? (
              <div class="card">
                <Empty title={t('why.unknown')}>
                  <p>{t('why.unknown.text')}</p>
                  <a class="button" href={href(['deliveries'], { user: id })}>
                    {t('deliveries.of.user', { id: visible(id).slice(0, 40) })}
                  </a>
                </Empty>
              </div>
            ) : (
              <div class="stack">
                {answers.map((answer) => (
                  <AnswerCard key={answer.app + answer.message} of={answer} />
                ))}
              </div>
            )
          }
        </Show>
      )}
    </>
  );
}

/** The answer in one sentence, before the tree. */
function verdict(of: Answer): string {
  const rules = of.explanations.flatMap((one) => one.rules);
  if (of.explanations.length === 0) return t('why.only.log');
  if (rules.length === 0) return t(of.explanations.some((one) => one.notes.length > 0) ? 'why.nowhere' : 'why.no.rules');
  const matched = rules.filter((one) => one.matched);
  if (matched.length === 0) return t('why.none.matched', { n: rules.length });
  const made = matched.flatMap((one) => one.deliveries);
  const deliveries = made.filter((one) => one.state !== 'offered');
  if (made.length > 0 && deliveries.length === 0) return t('why.offered', { n: made.length });
  const delivered = deliveries.filter((one) => one.state === 'delivered').length;
  if (deliveries.length > 0 && delivered === deliveries.length) return t('why.all.delivered', { n: delivered });
  const waiting = deliveries.filter((one) => one.state === 'pending').length;
  if (waiting > 0) return t('why.waiting', { n: waiting });
  return t('why.partly', { n: delivered, of: deliveries.length });
}

function AnswerCard({ of }: { of: Answer }) {
  return (
    <Card title={<span class="mono">{of.message}</span>} tools={<span class="muted">{of.app}</span>}>
      <div class="pad stack">
        <p class="verdict">{verdict(of)}</p>
        {of.explanations.map((explanation) => (
          <section key={explanation.operation + explanation.at} class="tree">
            <div class="op">
              <h2>{word('operation', explanation.operation)}</h2>
              <span class="muted">
                <Time at={explanation.at} />
              </span>
              {explanation.events.map((event) => (
                <span key={event} class="tag">
                  {event}
                </span>
              ))}
            </div>
            {explanation.notes.length > 0 && (
              <div class="note warn">
                <span>{explanation.notes.map(reason).join(' · ')}</span>
              </div>
            )}
            <div>
              {explanation.rules.length === 0 && explanation.notes.length === 0 && <p class="muted">{t('why.no.rules')}</p>}
              {explanation.rules.map((rule) => (
                <Branch key={rule.rule} of={rule} app={of.app} />
              ))}
              {explanation.omitted > 0 && <div class="branch no muted">{t('why.omitted', { n: explanation.omitted })}</div>}
            </div>
          </section>
        ))}
        {of.explanations.length === 0 && <Deliveries of={of.deliveries} app={of.app} />}
      </div>
    </Card>
  );
}

function Branch({ of, app }: { of: RuleExplanation; app: string }) {
  const odd = of.health !== 'active' && of.health !== 'delivering';
  return (
    <div class={of.matched ? 'branch yes' : 'branch no'}>
      <div class="line">
        <span class={of.matched ? 'badge good' : 'badge'}>{of.matched ? t('why.matched') : t('why.not.matched')}</span>
        <b>{of.rule}</b>
        {of.events.map((event) => (
          <span key={event} class="tag accent">
            {event}
          </span>
        ))}
        {odd && <span class="tag warn">{reason(of.health)}</span>}
      </div>
      {of.reason && <p class={of.matched ? 'muted' : 'soft'}>{reason(of.reason)}</p>}
      <Deliveries of={of.deliveries} app={app} />
    </div>
  );
}

function Deliveries({ of, app }: { of: Delivery[]; app: string }) {
  return (
    <ul class="stack">
      {of.map((one) => (
        <li key={rowKey(one)} class="line">
          <StateBadge of={one} />
          <a class="mono" href={deliveryHref({ ...one, app })}>
            {one.call_id}
          </a>
          {(one.status !== undefined || one.failure !== undefined) && <StatusTag status={one.status} failure={one.failure} />}
          {one.state !== 'offered' && <span class="muted">{t('n.attempts', { n: one.attempts })}</span>}
          {one.next_attempt !== undefined && (
            <span class="muted">
              {t('col.next')} <Time at={one.next_attempt} relative />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
