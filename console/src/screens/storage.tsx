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

interface Slot {
  date: string;
  size: number;
  retry: number;
}

const day = (slot: Slot): string => slot.date.slice(0, 8);
const hour = (slot: Slot): number => Number(slot.date.slice(8, 10));
const tens = (slot: Slot): number => Number(slot.date.slice(10, 11));
const dayText = (text: string): string => `${text.slice(4, 6)}-${text.slice(6, 8)}`;

/** What was given up, by the ten minutes in which it was: a day is a line, an hour a column of six. */
export function Storage() {
  const app = useApp();
  const may = useMay('operator');
  const [chosen, setChosen] = useState<Slot | null>(null);
  const slots = useLoad(app && `storage ${app}`, (signal) => get<Page<Slot>>(`${appPath(app)}/callbacks/storage/info`, {}, signal), 10_000);
  return (
    <>
      <PageHead title={t('screen.storage')} hint={t('storage.hint')}>
        <AppChoice />
      </PageHead>
      <Show of={slots}>
        {({ data }) =>
          data.length === 0 ? (
            <div class="card">
              <Empty title={t('storage.empty')}>
                <p>{t('storage.empty.text')}</p>
              </Empty>
            </div>
          ) : (
            <div class="stack">
              <Card title={t('storage.strip', { n: count(data.reduce((all, slot) => all + slot.size, 0)) })}>
                <div class="pad">
                  <Strip slots={data} onChoose={setChosen} />
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
                    {[...data].reverse().slice(0, 200).map((slot) => (
                      <tr key={slot.date}>
                        <td class="mono">{slot.date}</td>
                        <td class="right num">{count(slot.size)}</td>
                        <td class="right num">{slot.retry}</td>
                        <td class="right">
                          {may && (
                            <button type="button" class="button small" onClick={() => setChosen(slot)}>
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
      {chosen && may && <Resend app={app} slot={chosen} onClose={() => setChosen(null)} again={slots.again} />}
    </>
  );
}

function Strip({ slots, onChoose }: { slots: Slot[]; onChoose: (slot: Slot) => void }) {
  const most = Math.max(...slots.map((slot) => slot.size));
  const days = [...new Set(slots.map(day))].sort().reverse().slice(0, 31);
  const at = new Map(slots.map((slot) => [`${day(slot)} ${hour(slot)} ${tens(slot)}`, slot]));
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
              const slot = at.get(`${one} ${h} ${m}`);
              return slot ? (
                <button
                  key={m}
                  type="button"
                  class="slot"
                  title={t('storage.slot', { key: slot.date, n: slot.size })}
                  aria-label={t('storage.slot', { key: slot.date, n: slot.size })}
                  style={{ '--heat': `${Math.round(30 + (70 * slot.size) / most)}%` }}
                  onClick={() => onChoose(slot)}
                />
              ) : (
                <i key={m} class="slot" />
              );
            })}
          </span>
        )),
      ])}
    </div>
  );
}

function Resend({ app, slot, onClose, again }: { app: string; slot: Slot; onClose: () => void; again: () => void }) {
  const [target, setTarget] = useState('');
  const send = async (): Promise<void> => {
    const body = { date: slot.date, retry: slot.retry, ...(target ? { targetUrl: target } : {}) };
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
      <p class="soft">{t('storage.resend.text', { n: slot.size, key: slot.date })}</p>
      <Field label={t('replay.target')} hint={t('replay.target.hint')}>
        <input type="text" value={target} onInput={(e) => setTarget(e.currentTarget.value)} />
      </Field>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button type="button" class="button main" onClick={() => void send()}>
          {t('replay.send', { n: slot.size })}
        </button>
      </div>
    </Dialog>
  );
}
