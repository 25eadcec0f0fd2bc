import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, call, get } from '../lib/api';
import { go, href } from '../lib/router';
import { useApp, useMay } from '../lib/session';
import { count } from '../lib/time';
import type { Page } from '../lib/types';
import { useLoad } from '../lib/use';
import { Card, Dialog, Field, PageHead } from '../ui/basics';
import { Empty, Show } from '../ui/states';
import { attempt } from '../ui/toast';
import { AppChoice } from './app-choice';

interface DateKey {
  date: string;
  size: number;
  retry: number;
}

const day = (dateKey: DateKey): string => dateKey.date.slice(0, 8);
const hour = (dateKey: DateKey): number => Number(dateKey.date.slice(8, 10));
const tens = (dateKey: DateKey): number => Number(dateKey.date.slice(10, 11));
const dayText = (text: string): string => `${text.slice(4, 6)}-${text.slice(6, 8)}`;

/** What was given up, by the ten minutes in which it was: a day is a line, an hour a column of six. */
export function Storage() {
  const app = useApp();
  const may = useMay('operator');
  const [chosen, setChosen] = useState<DateKey | null>(null);
  const dateKeys = useLoad(app && `storage ${app}`, (signal) => get<Page<DateKey>>(`${appPath(app)}/callbacks/storage/info`, {}, signal), 10_000);
  return (
    <>
      <PageHead title={t('screen.storage')} hint={t('storage.hint')}>
        <AppChoice />
      </PageHead>
      <Show of={dateKeys}>
        {({ data }) =>
          data.length === 0 ? (
            <div class="card">
              <Empty title={t('storage.empty')}>
                <p>{t('storage.empty.text')}</p>
              </Empty>
            </div>
          ) : (
            <div class="stack">
              <Card title={t('storage.strip', { n: count(data.reduce((all, dateKey) => all + dateKey.size, 0)) })}>
                <div class="pad">
                  <Strip dateKeys={data} onChoose={setChosen} />
                </div>
                <p class="below">{t('storage.zone')}</p>
              </Card>
              <Card title={t('storage.keys')}>
                <table class="plain">
                  <thead>
                    <tr>
                      <th>{t('storage.key')}</th>
                      <th class="right">{t('failures.callbacks')}</th>
                      <th class="right">{t('storage.rounds')}</th>
                      <th><span class="hidden-text">{t('actions')}</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    {[...data].reverse().slice(0, 200).map((dateKey) => (
                      <tr key={dateKey.date}>
                        <td class="mono">{dateKey.date}</td>
                        <td class="right num">{count(dateKey.size)}</td>
                        <td class="right num">{dateKey.retry}</td>
                        <td class="right">
                          {may && (
                            <button type="button" class="button small" onClick={() => setChosen(dateKey)}>
                              {t('resend')}
                            </button>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Card>
            </div>
          )
        }
      </Show>
      {chosen && may && <Resend app={app} dateKey={chosen} onClose={() => setChosen(null)} again={dateKeys.again} />}
    </>
  );
}

function Strip({ dateKeys, onChoose }: { dateKeys: DateKey[]; onChoose: (dateKey: DateKey) => void }) {
  const most = Math.max(...dateKeys.map((dateKey) => dateKey.size));
  const days = [...new Set(dateKeys.map(day))].sort().reverse().slice(0, 31);
  const at = new Map(dateKeys.map((dateKey) => [`${day(dateKey)} ${hour(dateKey)} ${tens(dateKey)}`, dateKey]));
  return (
    <div class="strip">
      <span />
      {Array.from({ length: 24 }, (_, h) => (
        <span key={h} class="axis num">
          {h % 3 === 0 ? h : ''}
        </span>
      ))}
      {days.map((one) => [
        <span key={one} class="num small muted">
          {dayText(one)}
        </span>,
        ...Array.from({ length: 24 }, (_, h) => (
          <span key={one + h} class="hour">
            {Array.from({ length: 6 }, (_, m) => {
              const dateKey = at.get(`${one} ${h} ${m}`);
              return dateKey ? (
                <button
                  key={m}
                  type="button"
                  class="range"
                  title={t('storage.range', { key: dateKey.date, n: dateKey.size })}
                  aria-label={t('storage.range', { key: dateKey.date, n: dateKey.size })}
                  style={{ '--heat': `${Math.round(30 + (70 * dateKey.size) / most)}%` }}
                  onClick={() => onChoose(dateKey)}
                />
              ) : (
                <i key={m} class="range" />
              );
            })}
          </span>
        )),
      ])}
    </div>
  );
}

function Resend({ app, dateKey, onClose, again }: { app: string; dateKey: DateKey; onClose: () => void; again: () => void }) {
  const [target, setTarget] = useState('');
  const send = async (): Promise<void> => {
    const body = { date: dateKey.date, retry: dateKey.retry, ...(target ? { targetUrl: target } : {}) };
    const sent = await attempt(async () => {
      const answer = await call<{ data: string }>('POST', `${appPath(app)}/callbacks/storage/retry`, { body });
      return answer.data === 'success' ? t('storage.started') : t('storage.gone');
    });
    if (sent) {
      onClose();
      again();
      go(href(['replay'], { app }));
    }
  };
  return (
    <Dialog title={t('storage.resend')} onClose={onClose}>
      <p class="soft">{t('storage.resend.text', { n: dateKey.size, key: dateKey.date })}</p>
      <Field label={t('replay.target')} hint={t('replay.target.hint')}>
        <input type="text" value={target} onInput={(e) => setTarget(e.currentTarget.value)} />
      </Field>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button type="button" class="button main" onClick={() => void send()}>
          {t('replay.send', { n: dateKey.size })}
        </button>
      </div>
    </Dialog>
  );
}
