import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { follow } from '../lib/api';
import { parse } from '../lib/json';
import { go, setQuery, usePlace } from '../lib/router';
import { useMay, useSession } from '../lib/session';
import { count } from '../lib/time';
import type { Delivery } from '../lib/types';
import { useKeys } from '../lib/use';
import { Card, PageHead } from '../ui/basics';
import { Icon } from '../ui/icons';
import { ResendOne } from '../ui/resend';
import { Rows } from '../ui/rows';
import { Empty } from '../ui/states';
import { DeliveryHead, DeliveryRow, deliveryHref, rowKey, useRowHeight } from './delivery-rows';

/** Attempts that are kept in the page. */
const KEPT = 1000;

interface Seen {
  rows: Delivery[];
  leftOut: number;
  total: number;
}

const NOTHING: Seen = { rows: [], leftOut: 0, total: 0 };

/** Attempts as they end. More than a person can read is left out, and counted. */
export function Live() {
  const { query } = usePlace();
  const { apps } = useSession();
  const may = useMay('operator');
  const [seen, setSeen] = useState<Seen>(NOTHING);
  const [state, setState] = useState<'connecting' | 'open' | 'broken'>('connecting');
  const [paused, setPaused] = useState(false);
  const [at, setAt] = useState(-1);
  const [resending, setResending] = useState<Delivery | null>(null);
  const hold = useRef(false);
  hold.current = paused;
  const height = useRowHeight();
  const filters = ['app', 'rule', 'failed'].map((name) => query.get(name) ?? '').join('\n');
  useEffect(() => {
    const abort = new AbortController();
    setSeen(NOTHING);
    setState('connecting');
    void follow('/operator/live', { app: query.get('app'), rule: query.get('rule'), failed: query.get('failed') }, abort.signal, {
      open: () => setState('open'),
      broken: () => setState('broken'),
      event: (event) => {
        if (event.event !== 'attempts' || hold.current) return;
        const told = parse(event.data) as unknown as { attempts: Delivery[]; left_out: number };
        setSeen((old) => ({
          rows: [...told.attempts].reverse().concat(old.rows).slice(0, KEPT),
          leftOut: old.leftOut + told.left_out,
          total: old.total + told.attempts.length + told.left_out,
        }));
      },
    });
    return () => abort.abort();
  }, [filters]);
  const current = seen.rows[at];
  const move = (to: number): void => {
    setPaused(true);
    setAt(Math.max(0, Math.min(seen.rows.length - 1, to)));
  };
  useKeys({
    j: () => move(at + 1),
    k: () => move(at - 1),
    p: () => setPaused(!paused),
    Enter: () => current && go(deliveryHref(current)),
    r: () => current && may && setResending(current),
  });
  return (
    <>
      <PageHead title={t('screen.live')} hint={t('live.hint')}>
        <button type="button" class="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          <Icon name={paused ? 'play' : 'pause'} />
          {paused ? t('live.go') : t('live.pause')}
        </button>
      </PageHead>
      <div class="filters">
        {apps.length > 1 && (
          <select aria-label={t('col.app')} value={query.get('app') ?? ''} onChange={(e) => setQuery({ app: e.currentTarget.value })}>
            <option value="">{t('all.apps')}</option>
            {apps.map(({ app }) => (
              <option key={app}>{app}</option>
            ))}
          </select>
        )}
        <input key={query.get('rule') ?? ''} type="text" aria-label={t('col.rule')} placeholder={t('col.rule')} defaultValue={query.get('rule') ?? ''} onChange={(e) => setQuery({ rule: e.currentTarget.value.trim() })} />
        <label class="check">
          <input type="checkbox" checked={query.has('failed')} onChange={(e) => setQuery({ failed: e.currentTarget.checked ? '1' : '' })} />
          {t('live.failed')}
        </label>
      </div>
      <Card
        title={
          <span class="line">
            <span class={`badge ${state === 'broken' ? 'bad' : paused ? 'warn' : state === 'open' ? 'good' : 'wait'}`}>
              {state === 'broken' ? t('live.broken') : paused ? t('live.paused') : state === 'open' ? t('live.open') : t('loading')}
            </span>
          </span>
        }
        tools={
          <span class="muted num" role="status">
            {t('live.count', { n: count(seen.total), left: count(seen.leftOut) })}
          </span>
        }
      >
        {seen.rows.length === 0 ? (
          <Empty title={t('live.empty')}>
            <p>{t('live.empty.text')}</p>
          </Empty>
        ) : (
          <>
            <DeliveryHead live />
            <Rows items={seen.rows} height={height} at={at} label={t('screen.live')} room={270} row={(row, index, top) => <DeliveryRow key={`${rowKey(row)} ${row.attempts}`} of={row} top={top} at={index === at} />} />
          </>
        )}
      </Card>
      {resending && <ResendOne app={resending.app} callId={resending.call_id} rule={resending.rule} elsewhere={false} onClose={() => setResending(null)} />}
    </>
  );
}
