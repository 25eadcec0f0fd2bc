import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { session } from '../lib/api';
import { go, href, usePlace } from '../lib/router';
import type { Me } from '../lib/types';
import { Field } from '../ui/basics';
import { Mark } from '../ui/icons';

/** The way in: a one-time link, or a name and a password. */
export function Login({ onIn }: { onIn: (me: Me) => void }) {
  const place = usePlace();
  const link = place.path[0] === 'link' ? location.hash.slice(1) || (place.path[1] ?? '') : '';
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const enter = async (body: Record<string, string>): Promise<void> => {
    setBusy(true);
    setError('');
    try {
      await session('POST', '/session', body);
      const me = await session<Me>('GET', '/session');
      if (place.path[0] === 'link') go(href(['overview']), true);
      onIn(me);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    document.title = 'Weft';
    // The link is used once and leaves the address, so that the history of the browser does not keep it.
    if (link) history.replaceState(null, '', href(['link']));
  }, []);
  return (
    <main class="login">
      <div class="card">
        <div class="brand">
          <Mark />
          Weft
        </div>
        <h1>{link ? t('login.link.title') : t('login.title')}</h1>
        {link ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void enter({ link });
            }}
          >
            <p class="muted">{t('login.link.text')}</p>
            <button class="button main" disabled={busy} autofocus>
              {t('login.enter')}
            </button>
          </form>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void enter({ name, password });
            }}
          >
            <Field label={t('login.name')}>
              <input type="text" autocomplete="username" required value={name} onInput={(e) => setName(e.currentTarget.value)} autofocus />
            </Field>
            <Field label={t('login.password')}>
              <input type="password" autocomplete="current-password" required value={password} onInput={(e) => setPassword(e.currentTarget.value)} />
            </Field>
            <button class="button main" disabled={busy}>
              {t('login.enter')}
            </button>
          </form>
        )}
        {error && (
          <p class="bad-text" role="alert">
            {error}
          </p>
        )}
        <p class="hint">
          {t('login.hint')} <code class="nowrap">weft console</code>
        </p>
      </div>
    </main>
  );
}
