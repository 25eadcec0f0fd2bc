import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, call } from '../lib/api';
import { href, setQuery, usePlace } from '../lib/router';
import { useApp, useMay } from '../lib/session';
import type { Id as AnyId } from '../lib/types';
import { Card, Field, Id, PageHead } from '../ui/basics';
import { Empty } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { attempt } from '../ui/toast';
import { AppChoice } from './app-choice';
import { Files } from './chat-files';
import { Groups, Users } from './chat-lists';

const TABS = ['act', 'users', 'groups', 'files'] as const;

/** Chat by hand: whoever may change things can send, recall and modify as anybody, which the audit log tells. */
export function Chat() {
  const app = useApp();
  const { query } = usePlace();
  const may = useMay('operator');
  const shown = TABS.filter((one) => may || one !== 'act');
  const tab = shown.find((one) => one === query.get('tab')) ?? shown[0]!;
  return (
    <>
      <PageHead title={t('screen.chat')} hint={t('chat.hint')}>
        <AppChoice />
      </PageHead>
      <Tabs label={t('screen.chat')} tabs={shown} value={tab} alone name={(one) => t(`chat.tab.${one}`)} onChange={(one) => setQuery({ tab: one, cursor: '', user: '', group: '' })}>
        {app === '' ? (
          <div class="card">
            <Empty title={t('apps.empty')} />
          </div>
        ) : tab === 'act' ? (
          <Act app={app} />
        ) : tab === 'users' ? (
          <Users app={app} />
        ) : tab === 'groups' ? (
          <Groups app={app} />
        ) : (
          <Files app={app} />
        )}
      </Tabs>
    </>
  );
}

interface Done {
  text: string;
  msgId?: string;
}

function TextField({ label, hint, value, set }: { label: string; hint?: string; value: string; set: (value: string) => void }) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      <input type="text" required value={value} onInput={(e) => set(e.currentTarget.value)} />
    </Field>
  );
}

function Act({ app }: { app: string }) {
  const { query } = usePlace();
  const [action, setAction] = useState<'send' | 'modify' | 'recall' | 'react'>('send');
  const [from, setFrom] = useState(query.get('from') ?? '');
  const [to, setTo] = useState(query.get('to') ?? '');
  const [message, setMessage] = useState('');
  const [text, setText] = useState('');
  const [ext, setExt] = useState('');
  const [done, setDone] = useState<Done[]>([]);
  const path = appPath(app);
  const act = async (): Promise<Done> => {
    switch (action) {
      case 'send': {
        const body = { from, to: [to], type: 'txt', body: { msg: text }, ...(ext ? { ext: JSON.parse(ext) as { [key: string]: string } } : {}) };
        const sent = await call<{ data: Record<string, AnyId> }>('POST', path + '/messages/chatgroups', { body });
        const id = String(Object.values(sent.data)[0] ?? '');
        setMessage(id);
        return { text: t('chat.sent', { from, to }), msgId: id };
      }
      case 'modify':
        await call('PUT', `${path}/messages/rewrite/${encodeURIComponent(message)}`, { body: { user: from, new_msg: { type: 'txt', msg: text } } });
        return { text: t('chat.modified', { from }), msgId: message };
      case 'recall':
        await call('POST', path + '/messages/msg_recall', { body: { msg_id: message, to, chat_type: 'groupchat', from, force: true } });
        return { text: t('chat.recalled', { from }), msgId: message };
      case 'react':
        await call('POST', `${path}/reaction/user/${encodeURIComponent(from)}`, { body: { msgId: message, message: text } });
        return { text: t('chat.reacted', { from, text }), msgId: message };
    }
  };
  return (
    <div class="cols">
      <Card title={t('chat.act')}>
        <form
          class="pad stack"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(async () => {
              const one = await act();
              setDone([one, ...done].slice(0, 20));
              return one.text;
            });
          }}
        >
          <div class="form">
            <Field label={t('chat.action')}>
              <select value={action} onChange={(e) => setAction(e.currentTarget.value as 'send')}>
                <option value="send">{t('operation.send')}</option>
                <option value="modify">{t('operation.modify')}</option>
                <option value="recall">{t('operation.recall')}</option>
                <option value="react">{t('chat.react')}</option>
              </select>
            </Field>
            <TextField label={t('chat.as')} value={from} set={setFrom} />
            {(action === 'send' || action === 'recall') && <TextField label={t('chat.to')} hint={t('chat.to.hint')} value={to} set={setTo} />}
            {action !== 'send' && <TextField label={t('col.message')} value={message} set={setMessage} />}
            {action === 'react' && <TextField label={t('chat.reaction')} value={text} set={setText} />}
            {(action === 'send' || action === 'modify') && (
              <Field label={t('chat.text')} whole>
                <textarea required rows={3} value={text} onInput={(e) => setText(e.currentTarget.value)} />
              </Field>
            )}
            {action === 'send' && (
              <Field label={t('chat.ext')} whole>
                <textarea rows={2} placeholder="{}" value={ext} onInput={(e) => setExt(e.currentTarget.value)} />
              </Field>
            )}
          </div>
          <div class="actions line">
            <span class="spring" />
            <button class="button main">{t(`chat.do.${action}`)}</button>
          </div>
        </form>
      </Card>
      <Card title={t('chat.done')}>
        {done.length === 0 ? (
          <Empty title={t('chat.done.none')}>
            <p>{t('chat.done.none.text')}</p>
          </Empty>
        ) : (
          <ul class="attention">
            {done.map((one, i) => (
              <li key={done.length - i}>
                <div>
                  {one.text}
                  {one.msgId && (
                    <div>
                      <Id value={one.msgId} link={href(['why'], { app, id: one.msgId })} />
                    </div>
                  )}
                </div>
                {one.msgId && (
                  <a class="button small" href={href(['deliveries'], { app, q: one.msgId })}>
                    {t('screen.deliveries')}
                  </a>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
