import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { get } from '../lib/api';
import { href, setQuery, usePlace } from '../lib/router';
import { useMay, useSession } from '../lib/session';
import { count } from '../lib/time';
import type { FailureGroup, Page } from '../lib/types';
import { useLoad } from '../lib/use';
import { StatusTag, Time } from '../ui/badges';
import { Foreign, PageHead } from '../ui/basics';
import { Replay } from '../ui/resend';
import { Empty, Show } from '../ui/states';

/** What goes wrong, put together by rule, status and the shape of the answer. */
export function Failures() {
  const { query } = usePlace();
  const { apps } = useSession();
  const may = useMay('operator');
  const app = query.get('app') ?? '';
  const [replaying, setReplaying] = useState<FailureGroup | null>(null);
  const found = useLoad(`failures ${app}`, (signal) => get<Page<FailureGroup>>('/operator/failures', { app }, signal), 10_000);
  return (
    <>
      <PageHead title={t('screen.failures')} hint={t('failures.hint')}>
        {apps.length > 1 && (
          <select aria-label={t('col.app')} value={app} onChange={(e) => setQuery({ app: e.currentTarget.value })}>
            <option value="">{t('all.apps')}</option>
            {apps.map((one) => (
              <option key={one.app}>{one.app}</option>
            ))}
          </select>
        )}
      </PageHead>
      <div class="card">
        <Show of={found}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={t('failures.empty')}>
                <p>{t('failures.empty.text')}</p>
              </Empty>
            ) : (
              <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
                <table class="plain">
                  <thead>
                    <tr>
                      <th>{t('col.status')}</th>
                      <th>{t('failures.shape')}</th>
                      <th>{t('col.rule')}</th>
                      <th class="right">{t('attempts')}</th>
                      <th class="right">{t('failures.callbacks')}</th>
                      <th class="right">{t('failures.threads')}</th>
                      <th>{t('failures.last')}</th>
                      <th><span class="hidden-text">{t('actions')}</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.map((group) => (
                      <tr key={`${group.app} ${group.rule} ${group.status} ${group.failure} ${group.shape}`}>
                        <td>
                          <StatusTag status={group.status} failure={group.failure} />
                        </td>
                        <td class="wide">
                          <code>{group.shape === '' ? <span class="muted">{t('body.empty')}</span> : <Foreign text={group.shape} />}</code>
                        </td>
                        <td>
                          <a href={href(['rules', group.app, group.rule])}>{group.rule}</a>
                          <div class="muted small cut">{group.url ?? group.app}</div>
                        </td>
                        <td class="right num">{count(group.attempts)}</td>
                        <td class="right num">
                          <a href={href(['deliveries', group.app, group.call_ids[0] ?? ''], { rule: group.rule })}>{count(group.deliveries)}</a>
                        </td>
                        <td class="right num">{count(group.threads)}</td>
                        <td class="nowrap">
                          <Time at={group.last} relative />
                          <div class="muted small">
                            {t('failures.first')} <Time at={group.first} relative />
                          </div>
                        </td>
                        <td class="right">
                          {may && (
                            <button type="button" class="button small" onClick={() => setReplaying(group)}>
                              {t('failures.replay')}
                            </button>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Show>
      </div>
      {replaying && <Replay app={replaying.app} selection={{ call_ids: replaying.call_ids, rule: replaying.rule }} onClose={() => setReplaying(null)} />}
    </>
  );
}
