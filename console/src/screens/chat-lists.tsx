import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, call, get } from '../lib/api';
import { href, setQuery, usePlace } from '../lib/router';
import { useMay, useMayDecide } from '../lib/session';
import { clock } from '../lib/time';
import type { Id as AnyId } from '../lib/types';
import { useLoad, type Loaded } from '../lib/use';
import { Time } from '../ui/badges';
import { Card, Foreign } from '../ui/basics';
import { Empty, Show } from '../ui/states';
import { attempt } from '../ui/toast';

interface User {
  username: string;
  uuid: string;
  created: number;
  modified: number;
  nickname?: string;
  activated: boolean;
}

/** The way to the next page, and back to the first. */
export function Pages({ cursor }: { cursor: string | undefined }) {
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

interface Page<T> {
  rows: T[];
  next: string | undefined;
}

/** A table that is read page by page, and a card beside it for the row that was chosen. */
function PagedTable<T>(props: {
  page: Loaded<Page<T>>;
  empty: string;
  columns: ComponentChildren;
  row: (row: T) => ComponentChildren;
  aside: ComponentChildren;
}) {
  return (
    <div class={props.aside ? 'cols aside' : ''}>
      <div class="card">
        <Show of={props.page}>
          {({ rows, next }) =>
            rows.length === 0 ? (
              <Empty title={props.empty} />
            ) : (
              <>
                <table class="plain">
                  <thead>
                    <tr>{props.columns}</tr>
                  </thead>
                  <tbody>{rows.map(props.row)}</tbody>
                </table>
                <Pages cursor={next} />
              </>
            )
          }
        </Show>
      </div>
      {props.aside}
    </div>
  );
}

/** A button that looks like a link and chooses a row. */
function Choose({ query, text, max }: { query: Record<string, string>; text: string; max: number }) {
  return (
    <button type="button" class="link" onClick={() => setQuery(query, false)}>
      <Foreign text={text} max={max} />
    </button>
  );
}

export function Users({ app }: { app: string }) {
  const { query } = usePlace();
  const cursor = query.get('cursor') ?? '';
  const chosen = query.get('user') ?? '';
  const page = useLoad(`users ${app} ${cursor}`, async (signal): Promise<Page<User>> => {
    const found = await get<{ entities: User[]; cursor?: string }>(appPath(app) + '/users', { limit: 50, cursor }, signal);
    return { rows: found.entities, next: found.cursor };
  });
  return (
    <PagedTable
      page={page}
      empty={t('users.empty')}
      columns={
        <>
          <th>{t('user')}</th>
          <th>{t('user.nickname')}</th>
          <th>{t('col.state')}</th>
          <th>{t('col.made')}</th>
        </>
      }
      row={(user) => (
        <tr key={user.username}>
          <td>
            <Choose query={{ user: user.username }} text={user.username} max={64} />
          </td>
          <td>{user.nickname ? <Foreign text={user.nickname} max={80} /> : <span class="muted">—</span>}</td>
          <td>
            <span class={user.activated ? 'badge good' : 'badge'}>{user.activated ? t('user.active') : t('user.inactive')}</span>
          </td>
          <td class="soft">
            <Time at={user.created} />
          </td>
        </tr>
      )}
      aside={chosen && <UserCard app={app} name={chosen} />}
    />
  );
}

interface Device {
  res: string;
  device_uuid?: string;
  device_name?: string;
}

function Items<T>({ items, none, item }: { items: T[]; none: string; item: (item: T) => ComponentChildren }) {
  return items.length === 0 ? <p class="muted">{none}</p> : <ul>{items.map(item)}</ul>;
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
          {({ data }) => (
            <Items
              items={data}
              none={t('user.devices.none')}
              item={(device) => (
                <li key={device.res} class="line">
                  <code>
                    <Foreign text={device.device_name || device.res} max={64} />
                  </code>
                  {may && (
                    <button
                      type="button"
                      class="button small danger"
                      aria-label={`${t('user.kick.device')}: ${device.res}`}
                      onClick={() =>
                        void attempt(async () => {
                          await call('DELETE', `${path}/disconnect/${encodeURIComponent(device.res)}`);
                          devices.again();
                          return t('user.kicked.device');
                        })
                      }
                    >
                      {t('user.kick.device')}
                    </button>
                  )}
                </li>
              )}
            />
          )}
        </Show>
        <h3>{t('screen.threads')}</h3>
        <Show of={threads} lines={2}>
          {({ entities }) => (
            <Items
              items={entities}
              none={t('none')}
              item={(one) => (
                <li key={one.id}>
                  <a href={href(['threads', app, one.id])}>
                    <Foreign text={one.name || one.id} max={80} />
                  </a>
                </li>
              )}
            />
          )}
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

export function Groups({ app }: { app: string }) {
  const { query } = usePlace();
  const cursor = query.get('cursor') ?? '';
  const chosen = query.get('group') ?? '';
  const page = useLoad(`groups ${app} ${cursor}`, async (signal): Promise<Page<Group>> => {
    const found = await get<{ data: Group[]; cursor?: string }>(appPath(app) + '/chatgroups', { limit: 50, cursor }, signal);
    return { rows: found.data, next: found.cursor };
  });
  return (
    <PagedTable
      page={page}
      empty={t('groups.empty')}
      columns={
        <>
          <th>{t('group')}</th>
          <th>{t('group.owner')}</th>
          <th class="right">{t('thread.members')}</th>
          <th>{t('group.changed')}</th>
        </>
      }
      row={(group) => (
        <tr key={String(group.groupid)}>
          <td>
            <Choose query={{ group: String(group.groupid) }} text={group.groupname} max={120} />
            <div class="muted small mono">{String(group.groupid)}</div>
          </td>
          <td>
            <Foreign text={group.owner.replace(/^.*?#.*?_/, '')} max={64} />
          </td>
          <td class="right num">{group.affiliations}</td>
          <td class="soft num">{clock(Number(group.lastModified))}</td>
        </tr>
      )}
      aside={chosen && <GroupCard app={app} id={chosen} />}
    />
  );
}

function GroupCard({ app, id }: { app: string; id: string }) {
  const may = useMay('operator');
  const mayAdd = useMayDecide();
  const path = `${appPath(app)}/chatgroups/${encodeURIComponent(id)}/users`;
  const members = useLoad(`members of ${app} ${id}`, (signal) => get<{ data: Record<string, string>[] }>(path, { pagesize: 100, pagenum: 1 }, signal));
  const change = (method: string, name: string, told: string): Promise<boolean> =>
    attempt(async () => {
      await call(method, `${path}/${encodeURIComponent(name)}`);
      members.again();
      return told;
    });
  return (
    <Card title={<code>{id}</code>}>
      <div class="pad stack">
        <h3>{t('thread.members')}</h3>
        <Show of={members} lines={3}>
          {({ data }) => (
            <ul class="members">
              {data.map((one) => {
                const [role, name] = Object.entries(one)[0] ?? ['', ''];
                return (
                  <li key={name} class="line">
                    <Foreign text={name} max={64} />
                    {role === 'owner' && <span class="tag accent">{t('group.owner')}</span>}
                    <span class="spring" />
                    {may && role !== 'owner' && (
                      <button type="button" class="button small" aria-label={`${t('member.remove')}: ${name}`} onClick={() => void change('DELETE', name, t('member.removed', { name }))}>
                        {t('member.remove')}
                      </button>
                    )}
                  </li>
                );
              })}
            </ul>
          )}
        </Show>
        {mayAdd && <AddMember add={(name) => change('POST', name, t('member.added', { name }))} />}
        <a class="button small" href={href(['chat'], { app, tab: 'act', to: id })}>
          {t('chat.act')}
        </a>
      </div>
    </Card>
  );
}

function AddMember({ add }: { add: (name: string) => Promise<boolean> }) {
  const [name, setName] = useState('');
  return (
    <form
      class="line fixed"
      onSubmit={(event) => {
        event.preventDefault();
        void add(name).then((done) => done && setName(''));
      }}
    >
      <input type="text" required aria-label={t('user')} placeholder={t('user')} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <button class="button small">{t('member.add')}</button>
    </form>
  );
}
