import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, call } from '../lib/api';
import { useMayDecide } from '../lib/session';
import { count, exact } from '../lib/time';
import type { Json } from '../lib/json';
import type { DryRun, Job } from '../lib/types';
import { Dialog, Field } from './basics';
import { attempt, say } from './toast';
import { href } from '../lib/router';

/** Sends one callback once more, to its rule's URL or elsewhere. */
export function ResendOne({ app, callId, rule, elsewhere, onClose }: { app: string; callId: string; rule: string; elsewhere: boolean; onClose: (sent: boolean) => void }) {
  const [target, setTarget] = useState('');
  const send = async (): Promise<void> => {
    const body: { [key: string]: Json } = { rule };
    if (elsewhere) body['target_url'] = target;
    const path = `${appPath(app)}/callbacks/deliveries/${encodeURIComponent(callId)}/resend`;
    if (await attempt(async () => t('resend.started', { job: (await call<{ data: Job }>('POST', path, { body })).data.id }))) onClose(true);
  };
  return (
    <Dialog title={elsewhere ? t('resend.elsewhere') : t('resend')} onClose={() => onClose(false)}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p class="soft">{elsewhere ? t('resend.elsewhere.text', { rule }) : t('resend.text', { rule })}</p>
        {elsewhere && (
          <Field label={t('rule.url')}>
            <input type="text" inputMode="url" required pattern="https?://.+" placeholder="http://127.0.0.1:9000/callbacks" value={target} onInput={(e) => setTarget(e.currentTarget.value)} autofocus />
          </Field>
        )}
        <div class="actions">
          <button type="button" class="button" onClick={() => onClose(false)}>
            {t('cancel')}
          </button>
          <button class="button main">{t('resend')}</button>
        </div>
      </form>
    </Dialog>
  );
}

/** Sends many once more: says first how many they are, sends only after that. */
export function Replay({ app, selection, onClose }: { app: string; selection: { [key: string]: Json }; onClose: (started: boolean) => void }) {
  const [found, setFound] = useState<DryRun | null>(null);
  const [rate, setRate] = useState(50);
  const mayDecide = useMayDecide();
  const [target, setTarget] = useState('');
  const [busy, setBusy] = useState(false);
  const path = `${appPath(app)}/callbacks/replay`;
  const body = (dry: boolean): Json => ({ ...selection, rate, ...(target ? { target_url: target } : {}), ...(dry ? { dry_run: true } : {}) });
  const run = async (dry: boolean): Promise<void> => {
    setBusy(true);
    await attempt(async () => {
      if (dry) {
        setFound((await call<{ data: DryRun }>('POST', path, { body: body(true) })).data);
        return;
      }
      const job = (await call<{ data: Job }>('POST', path, { body: body(false) })).data;
      say(t('replay.started', { job: job.id }));
      onClose(true);
    });
    setBusy(false);
  };
  return (
    <Dialog title={t('replay.title')} onClose={() => onClose(false)}>
      <dl class="facts">
        {Object.entries({ app, ...selection }).map(([key, value]) => [
          <dt key={key}>{key}</dt>,
          <dd key={key + '.'}>
            <code>{Array.isArray(value) ? t('n.callbacks', { n: value.length }) : (key === 'since' || key === 'until') && typeof value === 'number' ? exact(value) : String(value)}</code>
          </dd>,
        ])}
      </dl>
      <div class="form">
        <Field label={t('replay.rate')}>
          <input type="number" min={1} max={1000} value={rate} onInput={(e) => setRate(e.currentTarget.valueAsNumber || 1)} />
        </Field>
        {mayDecide && 'rule' in selection && (
          <Field label={t('replay.target')} hint={t('replay.target.hint')}>
            <input type="text" value={target} onInput={(e) => setTarget(e.currentTarget.value)} />
          </Field>
        )}
      </div>
      {found && (
        <div class={found.count > 0 ? 'note' : 'note warn'} role="status">
          <span>
            {t('replay.found', { n: count(found.count) })} {found.exact ? '' : t('replay.inexact')}
          </span>
        </div>
      )}
      <div class="actions">
        <a class="button quiet" href={href(['replay'], { app })}>
          {t('screen.replay')}
        </a>
        <span class="spring" />
        <button type="button" class={found ? 'button' : 'button main'} disabled={busy} onClick={() => void run(true)}>
          {t('replay.dry')}
        </button>
        <button type="button" class="button main" disabled={busy || !found || found.count === 0} onClick={() => void run(false)}>
          {found ? t('replay.send', { n: count(found.count) }) : t('replay.start')}
        </button>
      </div>
    </Dialog>
  );
}
