import { t } from '../i18n';
import { setPref } from '../lib/prefs';
import { setQuery } from '../lib/router';
import { useApp, useSession } from '../lib/session';

/** Which app a screen is about; nothing to choose where there is one. */
export function AppChoice() {
  const { apps } = useSession();
  const app = useApp();
  if (apps.length < 2) return <span class="muted">{app}</span>;
  return (
    <select
      aria-label={t('col.app')}
      value={app}
      onChange={(event) => {
        setPref('app', event.currentTarget.value);
        setQuery({ app: event.currentTarget.value, cursor: undefined });
      }}
    >
      {apps.map((one) => (
        <option key={one.app}>{one.app}</option>
      ))}
    </select>
  );
}
