import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, call, get } from '../lib/api';
import { href, setQuery, usePlace } from '../lib/router';
import { useApp, useMay } from '../lib/session';
import { clock } from '../lib/time';
import type { Id as AnyId } from '../lib/types';
import { useLoad } from '../lib/use';
import { Time } from '../ui/badges';
import { Card, Field, Foreign, Id, PageHead } from '../ui/basics';
import { Empty, Show } from '../ui/states';
import { attempt } from '../ui/toast';
import { AppChoice } from './app-choice';

const TABS = ['act', 'users', 'groups'] as const;

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
      <div class="card tabs tabs-alone" role="tablist" aria-label={t('screen.chat')}>
        {shown.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => setQuery({ tab: one, cursor: '', user: '', group: '' })}>
            {t(`chat.tab.${one}`)}
          </button>
        ))}
      </div>
      {app === '' ? (
        <div class="card">
          <Empty title={t('apps.empty')} />
        </div>
      ) : tab === 'act' ? (
        <Act app={app} />
      ) : tab === 'users' ? (
        <Users app={app} />
      ) : (
        <Groups app={app} />
      )}
    </>
  );
}

interface Done {
  text: string;
  msgId?: string;
}

function Act({ app }: { app: string }) {
  const { query } = usePlace();
  const [action, setAction] = useState<'send' | 'modify' | 'recall'>('send');
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
              </select>
            </Field>
            <Field label={t('chat.as')}>
              <input type="text" required value={from} onInput={(e) => setFrom(e.currentTarget.value)} />
            </Field>
            {action !== 'modify' && (
              <Field label={t('chat.to')} hint={t('chat.to.hint')}>
                <input type="text" required value={to} onInput={(e) => setTo(e.currentTarget.value)} />
              </Field>
            )}
            {action !== 'send' && (
              <Field label={t('col.message')}>
                <input type="text" required value={message} onInput={(e) => setMessage(e.currentTarget.value)} />
              </Field>
            )}
            {action !== 'recall' && (
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
            <button class="button main">{t(`operation.${action}`)}</button>
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

interface User {
  username: string;
  uuid: string;
  created: number;
  modified: number;
  nickname?: string;
  activated: boolean;
}

function Pages({ cursor }: { cursor: string | undefined }) {
  const { query } = usePlace();
  if (!cursor && !query.get('cursor')) return null;
  return (
    <div class="below">
      {query.get('cursor') && (
        <button type="button" class="button small" onClick={() => setQuery({ cursor: '' })}>
          {t('page.first')}
        </button>
      )}
      {cursor && (
        <button type="button" class="button small" onClick={() => setQuery({ cursor }, false)}>
          {t('page.next')}
        </button>
      )}
    </div>
  );
}

function Users({ app }: { app: string }) {
  const { query } = usePlace();
  const cursor = query.get('cursor') ?? '';
  const chosen = query.get('user') ?? '';
  const found = useLoad(`users ${app} ${cursor}`, (signal) => get<{ entities: User[]; cursor?: string }>(appPath(app) + '/users', { limit: 50, cursor }, signal));
  return (
    <div class={chosen ? 'cols aside' : ''}>
      <div class="card">
        <Show of={found}>
          {({ entities, cursor: next }) =>
            entities.length === 0 ? (
              <Empty title={t('users.empty')} />
            ) : (
              <>
                <table class="plain">
                  <thead>
                    <tr>
                      <th>{t('user')}</th>
                      <th>{t('user.nickname')}</th>
                      <th>{t('col.state')}</th>
                      <th>{t('col.made')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {entities.map((user) => (
                      <tr key={user.username}>
                        <td>
                          <button type="button" class="link" onClick={() => setQuery({ user: user.username }, false)}>
                            <Foreign text={user.username} max={64} />
                          </button>
                        </td>
                        <td>{user.nickname ? <Foreign text={user.nickname} max={80} /> : <span class="muted">—</span>}</td>
                        <td>
                          <span class={user.activated ? 'badge good' : 'badge'}>{user.activated ? t('user.active') : t('user.inactive')}</span>
                        </td>
                        <td class="soft">
                          <Time at={user.created} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <Pages cursor={next} />
              </>
            )
          }
        </Show>
      </div>
      {chosen && <UserCard app={app} name={chosen} />}
    </div>
  );
}

interface Device {
  resource: string;
  device_uuid?: string;
  device_name?: string;
}

function UserCard({ app, name }: { app: string; name: string }) {
  const may = useMay('operator');
  const path = `${appPath(app)}/users/${encodeURIComponent(name)}`;
  const threads = useLoad(`threads of ${app} ${name}`, (signal) => get<{ entities: { id: string; name: string }[] }>(`${appPath(app)}/threads/user/${encodeURIComponent(name)}`, { limit: 20 }, signal));
  const devices = useLoad(`devices of ${app} ${name}`, (signal) => get<{ data: Device[] }>(path + '/resources', {}, signal), 5000);
  return (
    <Card
      title={<Foreign text={name} max={64} />}
      tools={
        may && (
          <button type="button" class="button small danger" onClick={() => void attempt(async () => (await call('GET', path + '/disconnect'), t('user.kicked')))}>
            {t('user.kick')}
          </button>
        )
      }
    >
      <div class="pad stack">
        <h3>{t('user.devices')}</h3>
        <Show of={devices} lines={1}>
          {({ data }) =>
            data.length === 0 ? (
              <p class="muted">{t('user.devices.none')}</p>
            ) : (
              <ul>
                {data.map((device) => (
                  <li key={device.resource} class="line">
                    <code>{device.device_name ?? device.resource}</code>
                  </li>
                ))}
              </ul>
            )
          }
        </Show>
        <h3>{t('screen.threads')}</h3>
        <Show of={threads} lines={2}>
          {({ entities }) =>
            entities.length === 0 ? (
              <p class="muted">{t('none')}</p>
            ) : (
              <ul>
                {entities.map((one) => (
                  <li key={one.id}>
                    <a href={href(['threads', app, one.id])}>
                      <Foreign text={one.name || one.id} max={80} />
                    </a>
                  </li>
                ))}
              </ul>
            )
          }
        </Show>
        <a class="button small" href={href(['deliveries'], { app, user: name })}>
          {t('user.callbacks')}
        </a>
      </div>
    </Card>
  );
}

interface Group {
  groupid: AnyId;
  groupname: string;
  owner: string;
  affiliations: number;
  lastModified: string;
}

function Groups({ app }: { app: string }) {
  const { query } = usePlace();
  const cursor = query.get('cursor') ?? '';
  const chosen = query.get('group') ?? '';
  const found = useLoad(`groups ${app} ${cursor}`, (signal) => get<{ data: Group[]; cursor?: string }>(appPath(app) + '/chatgroups', { limit: 50, cursor }, signal));
  return (
    <div class={chosen ? 'cols aside' : ''}>
      <div class="card">
        <Show of={found}>
          {({ data, cursor: next }) =>
            data.length === 0 ? (
              <Empty title={t('groups.empty')} />
            ) : (
              <>
                <table class="plain">
                  <thead>
                    <tr>
                      <th>{t('group')}</th>
                      <th>{t('group.owner')}</th>
                      <th class="right">{t('thread.members')}</th>
                      <th>{t('group.changed')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.map((group) => (
                      <tr key={String(group.groupid)}>
                        <td>
                          <button type="button" class="link" onClick={() => setQuery({ group: String(group.groupid) }, false)}>
                            <Foreign text={group.groupname} max={120} />
                          </button>
                          <div class="muted small mono">{String(group.groupid)}</div>
                        </td>
                        <td>
                          <Foreign text={group.owner.replace(/^.*?#.*?_/, '')} max={64} />
                        </td>
                        <td class="right num">{group.affiliations}</td>
                        <td class="soft num">{clock(Number(group.lastModified))}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <Pages cursor={next} />
              </>
            )
          }
        </Show>
      </div>
      {chosen && <GroupCard app={app} id={chosen} />}
    </div>
  );
}

function GroupCard({ app, id }: { app: string; id: string }) {
  const members = useLoad(`members of ${app} ${id}`, (signal) => get<{ data: Record<string, string>[] }>(`${appPath(app)}/chatgroups/${encodeURIComponent(id)}/users`, { pagesize: 100, pagenum: 1 }, signal));
  return (
    <Card title={<code>{id}</code>}>
      <div class="pad stack">
        <h3>{t('thread.members')}</h3>
        <Show of={members} lines={3}>
          {({ data }) => (
            <div class="line tight">
              {data.map((one) => {
                const [role, name] = Object.entries(one)[0] ?? ['', ''];
                return (
                  <span key={name} class={role === 'owner' ? 'tag accent' : 'tag'} title={role}>
                    {name}
                  </span>
                );
              })}
            </div>
          )}
        </Show>
        <a class="button small" href={href(['chat'], { app, tab: 'act', to: id })}>
          {t('chat.act')}
        </a>
      </div>
    </Card>
  );
}
