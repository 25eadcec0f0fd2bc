import { useCallback, useEffect, useState } from 'preact/hooks';
import { language, t } from './i18n';
import { ApiError, get, session, whenSignedOut } from './lib/api';
import { usePrefs } from './lib/prefs';
import { go, href, usePlace } from './lib/router';
import { SessionContext } from './lib/session';
import type { App, Me, Page } from './lib/types';
import { Screen } from './screens';
import { Login } from './screens/login';
import { Shell } from './shell';
import { Failed, Loading } from './ui/states';
import { Toasts } from './ui/toast';

/** The page: asks who is there, then shows the screen that the address names, or the way in. */
export function Console() {
  usePrefs();
  const place = usePlace();
  const [me, setMe] = useState<Me | null | undefined>(undefined);
  const [apps, setApps] = useState<App[] | undefined>();
  const [error, setError] = useState<unknown>();
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';

  const who = useCallback((): void => {
    setError(undefined);
    session<Me>('GET', '/session').then(setMe, (failure: unknown) => {
      if (failure instanceof ApiError && failure.status === 401) setMe(null);
      else setError(failure);
    });
  }, []);
  const loadApps = useCallback((): void => {
    get<Page<App>>('/operator/apps').then((page) => setApps(page.data), setError);
  }, []);
  useEffect(() => {
    whenSignedOut(() => setMe(null));
    if (place.path[0] === 'link') setMe(null);
    else who();
  }, []);
  useEffect(() => {
    if (me) loadApps();
    else setApps(undefined);
  }, [me]);
  useEffect(() => {
    if (me && (place.path.length === 0 || place.path[0] === 'link')) go(href(['overview']), true);
  }, [me, place]);

  const signOut = (): void => void session('DELETE', '/session').finally(() => setMe(null));
  return (
    <>
      {error !== undefined ? (
        <div class="login">
          <Failed error={error} again={me ? loadApps : who} />
        </div>
      ) : me === null ? (
        <Login onIn={setMe} />
      ) : me === undefined || apps === undefined ? (
        <div class="login" aria-label={t('loading')}>
          <div class="card">
            <Loading lines={4} />
          </div>
        </div>
      ) : (
        <SessionContext.Provider value={{ me, apps, reloadApps: loadApps, signOut }}>
          <Shell>
            <Screen place={place} />
          </Shell>
        </SessionContext.Provider>
      )}
      <Toasts />
    </>
  );
}
