import { useState } from 'preact/hooks';
import { t, word } from '../i18n';
import { appPath, call, get } from '../lib/api';
import type { Json } from '../lib/json';
import { useApp, useMay } from '../lib/session';
import { count, exact } from '../lib/time';
import type { Job, Page } from '../lib/types';
import { useLoad } from '../lib/use';
import { Time } from '../ui/badges';
import { Dialog, Field, PageHead } from '../ui/basics';
import { Replay } from '../ui/resend';
import { Empty, Show } from '../ui/states';
import { attempt } from '../ui/toast';
import { AppChoice } from './app-choice';

const KINDS = { running: 'wait', done: 'good', cancelled: '', failed: 'bad' } as const;

/** Resends and replays, with how far they are. */
export function ReplayJobs() {
  const app = useApp();
  const may = useMay('operator');
  const [choosing, setChoosing] = useState(false);
  const [selection, setSelection] = useState<{ [key: string]: Json } | null>(null);
  const jobs = useLoad(app && `jobs ${app}`, (signal) => get<Page<Job>>(`${appPath(app)}/callbacks/replay`, {}, signal), 1500);
  const cancel = (job: Job): void => {
    void attempt(async () => {
      await call('DELETE', `${appPath(app)}/callbacks/replay/${job.id}`);
      jobs.again();
      return t('job.cancelled.told', { job: job.id });
    });
  };
  return (
    <>
      <PageHead title={t('screen.replay')} hint={t('replay.hint')}>
        <AppChoice />
        {may && (
          <button type="button" class="button main" onClick={() => setChoosing(true)}>
            {t('replay.new')}
          </button>
        )}
      </PageHead>
      <div class="card">
        <Show of={jobs}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={t('replay.empty')}>
                <p>{t('replay.empty.text')}</p>
              </Empty>
            ) : (
              <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
                <table class="plain">
                  <thead>
                    <tr>
                      <th>{t('job')}</th>
                      <th>{t('col.state')}</th>
                      <th>{t('job.selection')}</th>
                      <th>{t('job.progress')}</th>
                      <th class="right">{t('job.rate')}</th>
                      <th>{t('job.begun')}</th>
                      <th><span class="hidden-text">{t('actions')}</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.map((job) => (
                      <JobRow key={job.id} job={job} cancel={may ? cancel : undefined} />
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Show>
      </div>
      {choosing && <Choose onClose={() => setChoosing(false)} onChosen={setSelection} />}
      {selection && (
        <Replay
          app={app}
          selection={selection}
          onClose={() => {
            setSelection(null);
            jobs.again();
          }}
        />
      )}
    </>
  );
}

function JobRow({ job, cancel }: { job: Job; cancel: ((job: Job) => void) | undefined }) {
  const settled = job.delivered + job.failed + job.skipped;
  const most = Math.max(1, job.queued, settled);
  return (
    <tr>
      <td class="num">
        {job.id} <span class="tag">{word('jobkind', job.kind)}</span>
      </td>
      <td>
        <span class={`badge ${KINDS[job.state]}`}>{word('job', job.state)}</span>
        {job.reason && <div class="small bad-text foreign">{job.reason}</div>}
      </td>
      <td class="small">
        {Object.entries(job.selection).map(([key, value]) => (
          <span key={key} class="tag">
            {key}: {Array.isArray(value) ? value.length : key === 'since' || key === 'until' ? exact(Number(value)) : String(value)}
          </span>
        ))}
        {job.target_url && <div class="muted foreign">→ {job.target_url}</div>}
      </td>
      <td>
        <div class="progress" role="img" aria-label={t('job.numbers', { delivered: job.delivered, failed: job.failed, queued: job.queued })}>
          <i style={{ width: `${(job.delivered / most) * 100}%` }} />
          <i class="failed" style={{ width: `${(job.failed / most) * 100}%` }} />
          <i class="under" style={{ width: `${(Math.max(0, job.queued - settled) / most) * 100}%` }} />
        </div>
        <div class="small muted num">{t('job.numbers', { delivered: count(job.delivered), failed: count(job.failed), queued: count(job.queued) })}</div>
      </td>
      <td class="right num">{t('job.per.second', { n: job.rate })}</td>
      <td>
        <Time at={job.created} relative />
      </td>
      <td class="right">
        {job.state === 'running' && cancel && (
          <button type="button" class="button small danger" onClick={() => cancel(job)}>
            {t('job.cancel')}
          </button>
        )}
      </td>
    </tr>
  );
}

function Choose({ onClose, onChosen }: { onClose: () => void; onChosen: (selection: { [key: string]: Json }) => void }) {
  const [fields, setFields] = useState<Record<string, string>>({});
  const set = (name: string) => (event: { currentTarget: { value: string } }) => setFields({ ...fields, [name]: event.currentTarget.value.trim() });
  const submit = (): void => {
    const selection: { [key: string]: Json } = {};
    for (const [name, value] of Object.entries(fields)) {
      if (value !== '') selection[name] = name === 'since' || name === 'until' ? new Date(value).getTime() : value;
    }
    onClose();
    onChosen(selection);
  };
  return (
    <Dialog title={t('replay.new')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class="form">
          <Field label={t('col.rule')}>
            <input type="text" onInput={set('rule')} />
          </Field>
          <Field label={t('col.thread')}>
            <input type="text" onInput={set('thread')} />
          </Field>
          <Field label={t('col.state')}>
            <select onChange={set('state')}>
              <option value="">{t('all.states')}</option>
              {['delivered', 'stored', 'expired'].map((state) => (
                <option key={state} value={state}>
                  {word('state', state)}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('col.operation')}>
            <input type="text" onInput={set('operation')} />
          </Field>
          <Field label={t('since')}>
            <input type="datetime-local" onInput={set('since')} />
          </Field>
          <Field label={t('until')}>
            <input type="datetime-local" onInput={set('until')} />
          </Field>
        </div>
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {t('cancel')}
          </button>
          <button class="button main" disabled={Object.values(fields).every((value) => value === '')}>
            {t('replay.next')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
