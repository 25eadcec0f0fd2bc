import { useState } from 'preact/hooks';
import { t, word, type Key } from '../i18n';
import { appPath, call } from '../lib/api';
import type { Json } from '../lib/json';
import { href } from '../lib/router';
import { count } from '../lib/time';
import type { Rule } from '../lib/types';
import { Card, Field, Segments } from '../ui/basics';
import { attempt } from '../ui/toast';
import { RetryLine } from './retry-line';

const EVENTS = [
  'thread',
  'message',
  'recall',
  'edit',
  'group',
  'muc',
  'thread_lifecycle',
  'reaction',
  'chat_offline',
  'read_ack',
  'channel_ack',
  'user_status',
  'contact',
  'keyword_alert',
];
const TYPES = ['txt', 'img', 'audio', 'video', 'file', 'loc', 'cmd', 'custom'];

/** What would come of a rule, judged over what happened lately. */
interface Matched {
  matched: number;
  events: number;
  examples: { msg_id: string; from: string; at: number; events: string[] }[];
}

/** What a pre-send hook can be asked about. */
const ASKED = ['message', 'edit'];

type Draft = Omit<Rule, 'created' | 'modified' | 'health'>;

export const NEW_RULE: Draft = {
  name: '',
  delivery: 'push',
  url: '',
  events: ['thread'],
  enabled: true,
  retry: 'durable',
  on_poison: 'hold',
  from: [],
  to: [],
  group_ids: [],
  ext_keys: [],
  message_types: [],
  source: 'any',
  envs: [],
  security_fields: true,
  copy_meta: false,
};

const list = (text: string): string[] => text.split(/[\s,]+/).filter((one) => one !== '');

/** What the form sends: the fields the API takes. */
function bodyOf(draft: Draft, isNew: boolean): { [key: string]: Json } {
  const body: { [key: string]: Json } = {
    events: draft.events,
    enabled: draft.enabled,
    retry: draft.retry,
    on_poison: draft.on_poison as Json,
    from: draft.from,
    to: draft.to,
    group_ids: draft.group_ids,
    ext_keys: draft.ext_keys,
    message_types: draft.message_types,
    source: draft.source,
    envs: draft.envs ?? [],
    security_fields: draft.security_fields,
    copy_meta: draft.copy_meta,
  };
  if (isNew) Object.assign(body, { name: draft.name, delivery: draft.delivery });
  if (draft.delivery === 'push') {
    body['url'] = draft.url ?? '';
    // An empty field takes a limit away: leaving it out would keep the old one.
    if (draft.max_concurrency || !isNew) body['max_concurrency'] = draft.max_concurrency ?? null;
    if (draft.max_per_second || !isNew) body['max_per_second'] = draft.max_per_second ?? null;
  } else {
    delete body['retry'];
    delete body['on_poison'];
  }
  if (draft.delivery === 'presend') {
    Object.assign(body, { url: draft.url ?? '', timeout_ms: draft.timeout_ms ?? 200, on_failure: draft.on_failure ?? 'pass', shadow: draft.shadow ?? false });
    delete body['security_fields'];
    delete body['copy_meta'];
  }
  return body;
}

/** The form of a rule, new or old, with what it would match before it is saved. */
export function RuleForm({ app, rule, onSaved }: { app: string; rule: Rule | null; onSaved: (name: string) => void }) {
  const [draft, setDraft] = useState<Draft>(rule ?? NEW_RULE);
  const [matched, setMatched] = useState<Matched | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
    setMatched(null);
  };
  const toggle = (values: string[], value: string): string[] => (values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  const custom = Array.isArray(draft.retry);
  const ask = (): Promise<boolean> =>
    attempt(async () => {
      const body = { ...bodyOf(draft, false), ...(draft.delivery === 'push' ? {} : { delivery: draft.delivery }) };
      setMatched((await call<{ data: Matched }>('POST', `/operator/rules${appPath(app)}/match`, { body })).data);
    });
  const save = async (): Promise<void> => {
    setBusy(true);
    const saved = await attempt(async () => {
      const path = `${appPath(app)}/callbacks/rules`;
      if (rule) await call('PUT', `${path}/${encodeURIComponent(rule.name)}`, { body: bodyOf(draft, false) });
      else await call('POST', path, { body: bodyOf(draft, true) });
      return t('rule.saved');
    });
    setBusy(false);
    if (saved) onSaved(draft.name);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Card title={t('rule.where')}>
        <div class="pad form">
          {!rule && (
            <>
              <Field label={t('rule.name')} hint={t('rule.name.hint')}>
                <input type="text" required pattern="[A-Za-z0-9_\-]{1,32}" value={draft.name} onInput={(e) => change({ name: e.currentTarget.value })} />
              </Field>
              <div class="field whole">
                <span class="field-label">{t('rule.delivery')}</span>
                <Segments
                  label={t('rule.delivery')}
                  value={draft.delivery}
                  options={[
                    ['push', t('rule.push')],
                    ['pull', t('rule.pull')],
                    ['presend', t('rule.presend')],
                  ]}
                  onChange={(delivery) => change({ delivery, events: delivery === 'presend' ? ['message'] : draft.delivery === 'presend' ? NEW_RULE.events : draft.events })}
                />
                <small class="muted">{t(`rule.${draft.delivery}.text`)}</small>
              </div>
            </>
          )}
          {draft.delivery !== 'pull' && (
            <Field label={t('rule.url')} hint={t('rule.url.hint')} whole>
              <input type="text" inputMode="url" required placeholder="https://app.example.com/callbacks" value={draft.url ?? ''} onInput={(e) => change({ url: e.currentTarget.value })} />
            </Field>
          )}
          {draft.delivery === 'presend' && (
            <>
              <Field label={t('rule.timeout')} hint={t('rule.timeout.hint')}>
                <input type="number" min={10} max={10000} value={draft.timeout_ms ?? 200} onInput={(e) => change({ timeout_ms: e.currentTarget.valueAsNumber || undefined })} />
              </Field>
              <Field label={t('rule.on.failure')} hint={t('rule.on.failure.hint')}>
                <select value={draft.on_failure ?? 'pass'} onChange={(e) => change({ on_failure: e.currentTarget.value as 'pass' | 'block' })}>
                  <option value="pass">{t('rule.on.failure.pass')}</option>
                  <option value="block">{t('rule.on.failure.block')}</option>
                </select>
              </Field>
              <label class="check">
                <input type="checkbox" checked={draft.shadow ?? false} onChange={(e) => change({ shadow: e.currentTarget.checked })} />
                {t('rule.shadow.label')}
              </label>
            </>
          )}
          <label class="check">
            <input type="checkbox" checked={draft.enabled} onChange={(e) => change({ enabled: e.currentTarget.checked })} />
            {t('rule.enabled')}
          </label>
        </div>
      </Card>
      <Card title={t('rule.what')}>
        <div class="pad stack">
          <fieldset class="plain-set">
            <legend>{t('rule.events')}</legend>
            <div class="line">
              {(draft.delivery === 'presend' ? ASKED : EVENTS).map((event) => (
                <label key={event} class="check" title={t(`event.${event}` as Key)}>
                  <input type="checkbox" checked={draft.events.includes(event)} onChange={() => change({ events: toggle(draft.events, event) })} />
                  <code>{event}</code>
                </label>
              ))}
            </div>
            <small class="muted">{draft.events.map((event) => word('event', event)).join(' · ')}</small>
          </fieldset>
          <fieldset class="plain-set">
            <legend>{t('rule.types')}</legend>
            <div class="line">
              {TYPES.map((type) => (
                <label key={type} class="check">
                  <input type="checkbox" checked={draft.message_types.includes(type)} onChange={() => change({ message_types: toggle(draft.message_types, type) })} />
                  <code>{type}</code>
                </label>
              ))}
            </div>
          </fieldset>
          <div class="form">
            <Field label={t('rule.from')} hint={t('rule.list.hint')}>
              <input type="text" defaultValue={draft.from.join(' ')} onInput={(e) => change({ from: list(e.currentTarget.value) })} />
            </Field>
            <Field label={t('rule.to')} hint={t('rule.to.hint')}>
              <input type="text" defaultValue={draft.to.join(' ')} onInput={(e) => change({ to: list(e.currentTarget.value) })} />
            </Field>
            <Field label={t('rule.groups')} hint={t('rule.list.hint')}>
              <input type="text" defaultValue={draft.group_ids.join(' ')} onInput={(e) => change({ group_ids: list(e.currentTarget.value) })} />
            </Field>
            <Field label={t('rule.ext')} hint={t('rule.list.hint')}>
              <input type="text" defaultValue={draft.ext_keys.join(' ')} onInput={(e) => change({ ext_keys: list(e.currentTarget.value) })} />
            </Field>
            <Field label={t('rule.envs')} hint={t('rule.envs.hint')}>
              <input type="text" defaultValue={(draft.envs ?? []).join(' ')} onInput={(e) => change({ envs: list(e.currentTarget.value) })} />
            </Field>
            <Field label={t('rule.source')}>
              <select value={draft.source} onChange={(e) => change({ source: e.currentTarget.value })}>
                <option value="any">{t('rule.source.any')}</option>
                <option value="rest">{t('rule.source.rest')}</option>
                <option value="sdk">{t('rule.source.sdk')}</option>
              </select>
            </Field>
          </div>
          {draft.delivery !== 'presend' && (
            <fieldset class="plain-set">
              <legend>{t('rule.options')}</legend>
              <div class="stack close">
                <label class="check">
                  <input type="checkbox" checked={!draft.security_fields} onChange={(e) => change({ security_fields: !e.currentTarget.checked })} />
                  {t('rule.option.bare')}
                </label>
                <label class="check">
                  <input type="checkbox" checked={draft.copy_meta} onChange={(e) => change({ copy_meta: e.currentTarget.checked })} />
                  {t('rule.option.meta')}
                </label>
              </div>
            </fieldset>
          )}
          <div class="line">
            <button type="button" class="button" onClick={() => void ask()}>
              {t('rule.match')}
            </button>
            {matched && (
              <span role="status" class={matched.matched > 0 ? 'good-text' : 'bad-text'}>
                {t('rule.matched', { n: count(matched.matched), of: count(matched.events) })}
              </span>
            )}
          </div>
          {matched && matched.examples.length > 0 && (
            <ul class="line">
              {matched.examples.map((one) => (
                <li key={one.msg_id} class="tag">
                  <a class="mono" href={href(['why'], { app, id: one.msg_id })}>
                    {one.msg_id}
                  </a>{' '}
                  {one.from} · {one.events.join(', ')}
                </li>
              ))}
            </ul>
          )}
        </div>
      </Card>
      {draft.delivery === 'push' && (
        <Card title={t('rule.retry')}>
          <div class="pad stack">
            <Segments
              label={t('rule.retry')}
              value={custom ? 'custom' : (draft.retry as string)}
              options={[
                ['durable', 'durable'],
                ['vendor', 'vendor'],
                ['custom', t('retry.custom')],
              ]}
              onChange={(value) => change({ retry: value === 'custom' ? ['0s', '1s', '1m', '1h'] : value })}
            />
            {custom && (
              <Field label={t('retry.delays')} hint={t('retry.delays.hint')}>
                <input type="text" defaultValue={(draft.retry as string[]).join(' ')} onInput={(e) => change({ retry: list(e.currentTarget.value) })} />
              </Field>
            )}
            <RetryLine retry={draft.retry} />
            <div class="form">
              <Field label={t('rule.concurrency')} hint={t('rule.limit.hint')}>
                <input type="number" min={1} max={1024} value={draft.max_concurrency ?? ''} onInput={(e) => change({ max_concurrency: e.currentTarget.valueAsNumber || undefined })} />
              </Field>
              <Field label={t('rule.rate')} hint={t('rule.limit.hint')}>
                <input type="number" min={0.1} step="any" value={draft.max_per_second === undefined ? '' : Number(draft.max_per_second)} onInput={(e) => change({ max_per_second: e.currentTarget.valueAsNumber || undefined })} />
              </Field>
              <Field label={t('rule.park')} hint={t('rule.park.hint')}>
                <input type="number" min={1} max={50} value={typeof draft.on_poison === 'string' ? '' : draft.on_poison.park} onInput={(e) => change({ on_poison: e.currentTarget.valueAsNumber ? { park: e.currentTarget.valueAsNumber } : 'hold' })} />
              </Field>
            </div>
          </div>
        </Card>
      )}
      <div class="line">
        <span class="spring" />
        <button class="button main" disabled={busy || draft.events.length === 0}>
          {rule ? t('save') : t('rule.create')}
        </button>
      </div>
    </form>
  );
}
