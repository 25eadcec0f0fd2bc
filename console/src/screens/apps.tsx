import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { call } from '../lib/api';
import { href } from '../lib/router';
import { useMay, useMayDecide, useSession } from '../lib/session';
import type { App } from '../lib/types';
import { Time } from '../ui/badges';
import { Copy, Dialog, Field, Id, PageHead } from '../ui/basics';
import { Empty } from '../ui/states';
import { attempt } from '../ui/toast';

/** The apps of the installation, and links that show one of them to somebody else. */
export function Apps() {
  const { apps, reloadApps } = useSession();
  const admin = useMay('admin');
  const may = useMayDecide();
  const [making, setMaking] = useState(false);
  const [sharing, setSharing] = useState<string | null>(null);
  return (
    <>
      <PageHead title={t('screen.apps')} hint={t('apps.hint')}>
        {admin && (
          <button type="button" class="button main" onClick={() => setMaking(true)}>
            {t('app.new')}
          </button>
        )}
      </PageHead>
      <div class="card">
        {apps.length === 0 ? (
          <Empty title={t('apps.empty')}>
            <p>{t('apps.empty.text')}</p>
          </Empty>
        ) : (
          <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
            <table class="plain">
              <thead>
                <tr>
                  <th>{t('col.app')}</th>
                  <th>{t('app.client')}</th>
                  <th class="right">{t('screen.rules')}</th>
                  <th>{t('col.made')}</th>
                  <th><span class="hidden-text">{t('actions')}</span></th>
                </tr>
              </thead>
              <tbody>
                {apps.map((app) => (
                  <tr key={app.app}>
                    <td>
                      <a href={href(['deliveries'], { app: app.app })}>{app.app}</a>
                    </td>
                    <td>
                      <Id value={app.client_id} />
                    </td>
                    <td class="right num">{app.rules}</td>
                    <td>
                      <Time at={app.created} />
                    </td>
                    <td class="right">
                      {may && (
                        <button type="button" class="button small" onClick={() => setSharing(app.app)}>
                          {t('app.share')}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {making && (
        <NewApp
          onClose={() => {
            setMaking(false);
            reloadApps();
          }}
        />
      )}
      {sharing && <Share app={sharing} onClose={() => setSharing(null)} />}
    </>
  );
}

function NewApp({ onClose }: { onClose: () => void }) {
  const [key, setKey] = useState('');
  const [made, setMade] = useState<(App & { client_secret: string }) | null>(null);
  return (
    <Dialog title={t('app.new')} onClose={onClose}>
      {made ? (
        <>
          <p class="soft">{t('app.secret.once')}</p>
          <dl class="facts">
            <dt>{t('col.app')}</dt>
            <dd>{made.app}</dd>
            <dt>{t('app.client')}</dt>
            <dd>
              <Id value={made.client_id} />
            </dd>
            <dt>{t('app.secret')}</dt>
            <dd>
              <Id value={made.client_secret} />
            </dd>
          </dl>
          <div class="actions">
            <button type="button" class="button main" onClick={onClose}>
              {t('close')}
            </button>
          </div>
        </>
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(async () => {
              setMade((await call<{ data: App & { client_secret: string } }>('POST', '/operator/apps', { body: { app: key } })).data);
            });
          }}
        >
          <Field label={t('col.app')} hint={t('app.key.hint')}>
            <input type="text" required pattern="[A-Za-z0-9_.\-]+#[A-Za-z0-9_.\-]+" placeholder="acme#chat" value={key} onInput={(e) => setKey(e.currentTarget.value)} autofocus />
          </Field>
          <div class="actions">
            <button class="button main">{t('app.new')}</button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function Share({ app, onClose }: { app: string; onClose: () => void }) {
  const [hours, setHours] = useState(24);
  const [link, setLink] = useState('');
  return (
    <Dialog title={t('app.share')} onClose={onClose}>
      <p class="soft">{t('app.share.text', { app })}</p>
      {link ? (
        <>
          <code class="foreign">{link}</code>
          <div class="actions">
            <Copy text={link} label={t('copy')} />
          </div>
        </>
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(async () => {
              const made = await call<{ data: { path: string } }>('POST', '/operator/links', { body: { app, hours } });
              setLink(location.origin + made.data.path);
            });
          }}
        >
          <Field label={t('app.share.hours')}>
            <input type="number" min={1} max={720} value={hours} onInput={(e) => setHours(e.currentTarget.valueAsNumber || 1)} />
          </Field>
          <div class="actions">
            <button class="button main">{t('app.share.make')}</button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
