import { t } from '../i18n';
import { get } from '../lib/api';
import { setQuery, usePlace } from '../lib/router';
import type { AuditEntry, Page } from '../lib/types';
import { useLoad } from '../lib/use';
import { StatusTag, Time } from '../ui/badges';
import { Foreign, PageHead } from '../ui/basics';
import { Empty, Show } from '../ui/states';

/** Who changed or looked at what. */
export function Audit() {
  const { query } = usePlace();
  const operator = query.get('operator') ?? '';
  const cursor = query.get('cursor') ?? '';
  const found = useLoad(`audit ${operator} ${cursor}`, (signal) => get<Page<AuditEntry>>('/operator/audit', { operator, cursor, limit: 100 }, signal));
  return (
    <>
      <PageHead title={t('screen.audit')} hint={t('audit.hint')}>
        <input key={operator} type="search" aria-label={t('screen.operators')} placeholder={t('login.name')} defaultValue={operator} onChange={(e) => setQuery({ operator: e.currentTarget.value.trim(), cursor: '' })} />
      </PageHead>
      <div class="card">
        <Show of={found}>
          {(page) =>
            page.data.length === 0 ? (
              <Empty title={t('audit.empty')} />
            ) : (
              <>
                <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
                  <table class="plain">
                    <thead>
                      <tr>
                        <th>{t('col.time')}</th>
                        <th>{t('login.name')}</th>
                        <th>{t('audit.action')}</th>
                        <th class="narrow-hide">{t('col.app')}</th>
                        <th>{t('audit.address')}</th>
                        <th class="right">{t('col.status')}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {page.data.map((entry) => (
                        <tr key={entry.id}>
                          <td class="soft">
                            <Time at={entry.at} />
                          </td>
                          <td>
                            <Foreign text={entry.operator} max={64} />
                          </td>
                          <td class="wide">
                            <code>
                              <Foreign text={actionOf(entry)} max={200} />
                            </code>
                          </td>
                          <td class="soft narrow-hide">{entry.app ?? ''}</td>
                          <td class="muted mono">{entry.address}</td>
                          <td class="right">
                            <StatusTag status={entry.status} />
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
                {(cursor || page.cursor) && <div class="below">
                  {cursor && (
                    <button type="button" class="button small" onClick={() => setQuery({ cursor: '' })}>
                      {t('page.first')}
                    </button>
                  )}
                  {page.cursor && (
                    <button type="button" class="button small" onClick={() => setQuery({ cursor: page.cursor }, false)}>
                      {t('page.next')}
                    </button>
                  )}
                </div>}
              </>
            )
          }
        </Show>
      </div>
    </>
  );
}

/** What was done: a route with what stood at its `{}`. */
function actionOf(entry: AuditEntry): string {
  const method = entry.action.split(' ')[0] ?? '';
  return entry.action.includes('{}') && entry.detail ? `${method} ${entry.detail.replace(/^\/console\/api/, '')}` : entry.action;
}
