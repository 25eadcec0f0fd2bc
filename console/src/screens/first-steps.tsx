import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, call } from '../lib/api';
import { go, href } from '../lib/router';
import { useApp, useMay, useSession } from '../lib/session';
import { Copy } from '../ui/basics';
import { attempt } from '../ui/toast';

const RECEIVER = `// Java: dev.weft:weft-receiver
CallbackReceiver receiver = CallbackReceiver.builder().secret("whsec_…").build();
HttpServer server = HttpServer.create(new InetSocketAddress(9000), 0);
server.createContext("/callbacks", new CallbackHttpHandler(receiver, callback -> System.out.println(callback)));
server.start();`;

/** From nothing to the first verified callback. */
export function FirstSteps({ apps }: { apps: number }) {
  const { reloadApps } = useSession();
  const app = useApp();
  const admin = useMay('admin');
  const may = useMay('operator');
  const [key, setKey] = useState('acme#chat');
  const [secret, setSecret] = useState('');
  const [url, setUrl] = useState('http://127.0.0.1:9000/callbacks');
  const makeApp = (): Promise<boolean> =>
    attempt(async () => {
      const made = await call<{ data: { client_secret: string } }>('POST', '/operator/apps', { body: { app: key } });
      setSecret(made.data.client_secret);
      reloadApps();
    });
  const makeRule = (): Promise<boolean> =>
    attempt(async () => {
      await call('POST', `${appPath(app)}/callbacks/rules`, { body: { name: 'first', url, events: ['thread'] } });
      go(href(['rules', app, 'first'], { test: 1 }));
    });
  return (
    <div class="card">
      <div class="state">
        <h2>{t('first.title')}</h2>
        <p>{t('first.text')}</p>
        <ol class="steps">
          <li class={apps > 0 ? 'done' : ''}>
            <div class="stack">
              <b>{t('first.app')}</b>
              {apps > 0 ? (
                <span class="muted">{app}</span>
              ) : admin ? (
                <form
                  class="line"
                  onSubmit={(event) => {
                    event.preventDefault();
                    void makeApp();
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
                </div>
              )}
            </div>
          </li>
          <li>
            <div class="stack">
              <b>{t('first.receiver')}</b>
              <p class="muted">{t('first.receiver.text')}</p>
              <pre class="code" tabIndex={0} aria-label={t('first.receiver')}>
                {RECEIVER}
              </pre>
            </div>
          </li>
          <li>
            <div class="stack">
              <b>{t('first.rule')}</b>
              <p class="muted">{t('first.rule.text')}</p>
              {may && apps > 0 && (
                <form
                  class="line"
                  onSubmit={(event) => {
                    event.preventDefault();
                    void makeRule();
                  }}
                >
                  <input type="text" class="spring" aria-label={t('rule.url')} value={url} onInput={(e) => setUrl(e.currentTarget.value)} />
                  <button class="button main">{t('rule.new')}</button>
                </form>
              )}
            </div>
          </li>
        </ol>
      </div>
    </div>
  );
}
