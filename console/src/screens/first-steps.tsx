import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { ApiError, appPath, call, get } from '../lib/api';
import { href, setQuery, usePlace } from '../lib/router';
import { useApp, useMay, useMayDecide, useSession } from '../lib/session';
import type { Bins, Id as AnyId, Page, Rule } from '../lib/types';
import { useLoad } from '../lib/use';
import { BinView } from '../ui/bin';
import { Card, Copy, Id, PageHead } from '../ui/basics';
import { Show } from '../ui/states';
import { attempt } from '../ui/toast';
import { AppChoice } from './app-choice';

const RECEIVER = `// Java: dev.weft:weft-receiver
CallbackReceiver receiver = CallbackReceiver.builder().secret("whsec_…").build();
HttpServer server = HttpServer.create(new InetSocketAddress(9000), 0);
server.createContext("/callbacks", new CallbackHttpHandler(receiver, callback -> System.out.println(callback)));
server.start();`;

/** The rule that the walk makes, and its receiver. */
const NAME = 'first';

/** The users of the walk. */
const USERS = ['first-ada', 'first-bob'] as const;

/** From nothing to the first verified callback. */
export function Start() {
  return (
    <>
      <PageHead title={t('screen.start')} hint={t('first.text')}>
        <AppChoice />
      </PageHead>
      <FirstSteps />
    </>
  );
}

/** The same where there is nothing else to show. */
export function FirstSteps() {
  const { me, apps } = useSession();
  const app = useApp();
  const bins = useLoad(me.app === undefined ? 'bins' : null, async (signal) => (await get<{ data: Bins }>('/operator/bins', {}, signal)).data);
  const rules = useLoad(app === '' ? null : `rules of ${app}`, async (signal) => (await get<Page<Rule>>(`${appPath(app)}/callbacks/rules`, { limit: 100 }, signal)).data);
  if (me.app === undefined && bins.value === undefined) return <Show of={bins}>{() => null}</Show>;
  const url = bins.value?.url === undefined ? undefined : bins.value.url + NAME;
  const rule = rules.value?.find((one) => (url === undefined ? one.delivery === 'push' : one.url === url));
  return (
    <div class="stack">
      <Steps apps={apps.length} app={app} url={url} rule={rule} taken={rules.value?.some((one) => one.name === NAME) ?? false} again={rules.again} />
    </div>
  );
}

interface Of {
  apps: number;
  app: string;
  /** Of the built-in receiver; undefined if there is none. */
  url: string | undefined;
  rule: Rule | undefined;
  /** Whether the app has a rule of the name already. */
  taken: boolean;
  again: () => void;
}

function Steps({ apps, app, url, rule, taken, again }: Of) {
  const may = useMayDecide();
  const [received, setReceived] = useState(0);
  const own = url !== undefined && rule !== undefined;
  return (
    <>
      <Card title={t('first.title')}>
        <ol class="steps pad">
          <Step done={apps > 0} title={t('first.app')}>
            <MakeApp app={app} />
          </Step>
          <Step done={rule !== undefined} title={t('first.rule')}>
            {rule ? (
              <div class="line">
                <a href={href(['rules', app, rule.name])}>{rule.name}</a>
                <span class="muted">→</span>
                <code class="foreign muted">{rule.url}</code>
              </div>
            ) : (
              <>
                <p class="muted">{t(url === undefined ? 'first.rule.text' : 'first.rule.bin')}</p>
                {url === undefined && (
                  <details>
                    <summary>{t('first.receiver')}</summary>
                    <p class="muted">{t('first.receiver.text')}</p>
                    <pre class="code" tabIndex={0} aria-label={t('first.receiver')}>
                      {RECEIVER}
                    </pre>
                  </details>
                )}
                {!may ? <p class="muted">{t('first.ask.operator')}</p> : apps > 0 && <MakeRule app={app} url={url} taken={taken} again={again} />}
              </>
            )}
          </Step>
          <Step done={received > 0} title={t('first.event')}>
            <p class="muted">{t('first.event.text')}</p>
            {may && rule && <MakeEvent app={app} onSent={() => own || setReceived(1)} />}
          </Step>
          <Step done={own && received > 0} title={t('first.seen')}>
            <p class="muted">{t(own || url !== undefined ? 'first.seen.text' : 'first.seen.elsewhere')}</p>
            {rule && received > 0 && (
              <p>
                <a href={href(['deliveries'], { app, rule: rule.name })}>{t('first.next')}</a>
              </p>
            )}
          </Step>
        </ol>
      </Card>
      {own && <BinView name={NAME} rule={rule} onReceived={setReceived} />}
    </>
  );
}

function Step({ done, title, children }: { done: boolean; title: string; children: ComponentChildren }) {
  return (
    <li class={done ? 'done' : ''}>
      <div class="stack close">
        <b>{title}</b>
        {children}
      </div>
    </li>
  );
}

function MakeApp({ app }: { app: string }) {
  const { reloadApps } = useSession();
  const admin = useMay('admin');
  const [key, setKey] = useState('acme#chat');
  const [secret, setSecret] = useState('');
  const make = (): Promise<boolean> =>
    attempt(async () => {
      const made = await call<{ data: { client_secret: string } }>('POST', '/operator/apps', { body: { app: key } });
      setSecret(made.data.client_secret);
      reloadApps();
    });
  return (
    <>
      {app !== '' ? (
        <span class="muted">{app}</span>
      ) : admin ? (
        <form
          class="line"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <input type="text" aria-label={t('col.app')} value={key} onInput={(e) => setKey(e.currentTarget.value)} />
          <button class="button main">{t('app.new')}</button>
        </form>
      ) : (
        <span class="muted">{t('first.ask')}</span>
      )}
      {secret && (
        <div class="note">
          <span>
            {t('app.secret')} <code>{secret}</code> <Copy text={secret} />
          </span>
          <p class="muted small">{t('app.secret.once')}</p>
        </div>
      )}
    </>
  );
}

function MakeRule({ app, url, taken, again }: { app: string; url: string | undefined; taken: boolean; again: () => void }) {
  const [target, setTarget] = useState('http://127.0.0.1:9000/callbacks');
  const make = (): Promise<boolean> =>
    attempt(async () => {
      const path = `${appPath(app)}/callbacks/rules`;
      if (taken) await call('PUT', `${path}/${NAME}`, { body: { url: url ?? target } });
      else await call('POST', path, { body: { name: NAME, url: url ?? target, events: ['thread'] } });
      setQuery({ app });
      again();
    });
  return (
    <form
      class="line"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      {url === undefined ? (
        <input type="text" class="spring" aria-label={t('rule.url')} value={target} onInput={(e) => setTarget(e.currentTarget.value)} />
      ) : (
        <code class="foreign">{url}</code>
      )}
      <button class="button main">{t('first.rule.make')}</button>
    </form>
  );
}

/** Makes two users, a group and a thread where they are missing, and says something in the thread. */
function MakeEvent({ app, onSent }: { app: string; onSent: () => void }) {
  const { query } = usePlace();
  const [sent, setSent] = useState('');
  const [busy, setBusy] = useState(false);
  const thread = query.get('thread') ?? '';
  const send = async (): Promise<void> => {
    setBusy(true);
    await attempt(async () => {
      const to = thread || (await makeThread(app));
      setQuery({ app, thread: to });
      setSent(await say(app, to));
      onSent();
    });
    setBusy(false);
  };
  return (
    <div class="line">
      <button type="button" class="button main" disabled={busy} onClick={() => void send()}>
        {t(thread ? 'first.event.again' : 'first.event.make')}
      </button>
      {sent && (
        <>
          <span class="muted">{t('col.message')}</span>
          <Id value={sent} link={href(['why'], { app, id: sent })} />
        </>
      )}
    </div>
  );
}

async function makeThread(app: string): Promise<string> {
  const path = appPath(app);
  for (const username of USERS) {
    const password = crypto.randomUUID();
    await call('POST', `${path}/users`, { body: { username, password } }).catch((error: unknown) => {
      // Somebody has taken the walk before.
      if (!(error instanceof ApiError && error.code === 'duplicate_unique_property_exists')) throw error;
    });
  }
  const [owner, member] = USERS;
  const group = await call<{ data: { groupid: AnyId } }>('POST', `${path}/chatgroups`, {
    body: { groupname: 'First steps', desc: '', public: false, maxusers: 10, allowinvites: false, owner, members: [member] },
  });
  const groupId = String(group.data.groupid);
  const parent = await message(app, groupId, 'Shall we talk about this in a thread?');
  const made = await call<{ data: { thread_id: AnyId } }>('POST', `${path}/thread`, {
    body: { group_id: groupId, name: 'First thread', msg_id: parent, owner },
  });
  return String(made.data.thread_id);
}

const say = (app: string, thread: string): Promise<string> => message(app, thread, `Hello at ${new Date().toLocaleTimeString()}`);

async function message(app: string, to: string, text: string): Promise<string> {
  const sent = await call<{ data: Record<string, AnyId> }>('POST', `${appPath(app)}/messages/chatgroups`, {
    body: { from: USERS[0], to: [to], type: 'txt', body: { msg: text } },
  });
  return String(Object.values(sent.data)[0] ?? '');
}
