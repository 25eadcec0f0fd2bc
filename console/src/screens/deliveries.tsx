import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t, word } from '../i18n';
import { get, type Query } from '../lib/api';
import { go, href, setQuery, usePlace } from '../lib/router';
import { useMay, useSession } from '../lib/session';
import { count } from '../lib/time';
import type { Delivery, Page, State } from '../lib/types';
import { useKeys } from '../lib/use';
import { PageHead, visible } from '../ui/basics';
import { Replay, ResendOne } from '../ui/resend';
import { Rows } from '../ui/rows';
import { Empty, Failed, Loading } from '../ui/states';
import { DeliveryHead, DeliveryRow, deliveryHref, rowKey, useRowHeight } from './delivery-rows';

const FILTERS = ['q', 'app', 'rule', 'state', 'operation', 'status', 'thread', 'user', 'since', 'until'] as const;
const STATES: State[] = ['pending', 'delivered', 'stored', 'expired', 'discarded', 'offered'];
const PAGE = 200;

/** Rows that are kept in the page. */
const MOST = 100_000;

interface Found {
  rows: Delivery[];
  cursor: string | undefined;
  loading: boolean;
  error?: unknown;
}

/** Pages of deliveries, the next one fetched when the list comes near its end. */
function useDeliveries(query: Query, round: number): Found & { more: () => void } {
  const key = JSON.stringify(query) + round;
  const [found, setFound] = useState<Found & { key: string }>({ key, rows: [], cursor: undefined, loading: true });
  const abort = useRef(new AbortController());
  const load = useCallback(
    async (cursor: string | undefined, before: Delivery[]): Promise<void> => {
      const signal = abort.current.signal;
      try {
        const page = await get<Page<Delivery>>('/operator/deliveries', { ...query, limit: PAGE, cursor }, signal);
        const rows = before.concat(page.data);
        if (page.cursor && page.data.length === 0 && !signal.aborted) {
          // Nothing matched in this part of the log: look on in the part before it.
          setFound({ key, rows, cursor: page.cursor, loading: true });
          return load(page.cursor, rows);
        }
        if (!signal.aborted) setFound({ key, rows, cursor: rows.length < MOST ? page.cursor : undefined, loading: false });
      } catch (error) {
        if (!signal.aborted) setFound({ key, rows: before, cursor: undefined, loading: false, error });
      }
    },
    [key],
  );
  useEffect(() => {
    abort.current = new AbortController();
    setFound((old) => ({ ...old, key, loading: true, error: undefined }));
    void load(undefined, []);
    return () => abort.current.abort();
  }, [key]);
  const more = useCallback((): void => {
    if (found.loading || !found.cursor || found.key !== key) return;
    setFound({ ...found, loading: true });
    void load(found.cursor, found.rows);
  }, [found, key, load]);
  return { ...found, more };
}

function toMillis(local: string | null): number | undefined {
  const millis = local ? new Date(local).getTime() : NaN;
  return Number.isNaN(millis) ? undefined : millis;
}

function Filters({ query }: { query: URLSearchParams }) {
  const { apps } = useSession();
  const [more, setMore] = useState(['operation', 'thread', 'user', 'since', 'until', 'status'].some((name) => query.has(name)));
  const text = (name: string): string => query.get(name) ?? '';
  const any = FILTERS.some((name) => query.has(name));
  const field = (name: string, label: string) => (
    <input key={name + text(name)} type="text" aria-label={label} placeholder={label} defaultValue={text(name)} onChange={(e) => setQuery({ [name]: e.currentTarget.value.trim() })} />
  );
  const moment = (name: string, label: string) => (
    <input key={name + text(name)} type="datetime-local" aria-label={label} title={label} defaultValue={text(name)} onChange={(e) => setQuery({ [name]: e.currentTarget.value })} />
  );
  return (
    <div class="filters">
      <input key={text('q')} class="search" type="search" aria-label={t('deliveries.find')} placeholder={t('deliveries.find')} defaultValue={text('q')} onChange={(e) => setQuery({ q: e.currentTarget.value.trim() })} />
      {apps.length > 1 && (
        <select aria-label={t('col.app')} value={text('app')} onChange={(e) => setQuery({ app: e.currentTarget.value })}>
          <option value="">{t('all.apps')}</option>
          {apps.map(({ app }) => (
            <option key={app}>{app}</option>
          ))}
        </select>
      )}
      <select aria-label={t('col.state')} value={text('state')} onChange={(e) => setQuery({ state: e.currentTarget.value })}>
        <option value="">{t('all.states')}</option>
        {STATES.map((state) => (
          <option key={state} value={state}>
            {word('state', state)}
          </option>
        ))}
      </select>
      {field('rule', t('col.rule'))}
      {more ? (
        <>
          {field('operation', t('col.operation'))}
          {field('status', t('col.status.filter'))}
          {field('thread', t('col.thread'))}
          {field('user', t('col.user'))}
          {moment('since', t('since'))}
          {moment('until', t('until'))}
        </>
      ) : (
        <button type="button" class="button small quiet" onClick={() => setMore(true)}>
          {t('filters.more')}
        </button>
      )}
      {any && (
        <button type="button" class="button small quiet" onClick={() => go(href(['deliveries']), true)}>
          {t('filters.clear')}
        </button>
      )}
    </div>
  );
}

/** What the filters select, as a replay would be told. */
function selectionOf(query: URLSearchParams, picked: Delivery[]): Record<string, string | number | string[]> {
  if (picked.length > 0) return { call_ids: [...new Set(picked.map((one) => one.call_id))].slice(0, 100) };
  const selection: Record<string, string | number> = {};
  for (const name of ['rule', 'state', 'operation', 'thread']) {
    const value = query.get(name);
    if (value) selection[name] = value;
  }
  for (const name of ['since', 'until']) {
    const value = toMillis(query.get(name));
    if (value !== undefined) selection[name] = value;
  }
  return selection;
}

/** Every callback that was to be sent, newest first, of one app or of all. */
export function Deliveries() {
  const { query } = usePlace();
  const may = useMay('operator');
  const [round, setRound] = useState(0);
  const [at, setAt] = useState(-1);
  const [picked, setPicked] = useState<ReadonlyMap<string, Delivery>>(new Map());
  const [resending, setResending] = useState<Delivery | null>(null);
  const [replaying, setReplaying] = useState<string | null>(null);
  const height = useRowHeight();
  const asked: Query = useMemo(() => {
    const all: Query = {};
    for (const name of FILTERS) all[name] = query.get(name);
    all['since'] = toMillis(query.get('since'));
    all['until'] = toMillis(query.get('until'));
    return all;
  }, [query.toString()]);
  const found = useDeliveries(asked, round);
  const { rows } = found;
  useEffect(() => {
    setAt(-1);
    setPicked(new Map());
  }, [query.toString()]);
  const pick = (of: Delivery, on: boolean): void => {
    const next = new Map(picked);
    if (on) next.set(rowKey(of), of);
    else next.delete(rowKey(of));
    setPicked(next);
  };
  const current = rows[at];
  useKeys({
    j: () => setAt(Math.min(rows.length - 1, at + 1)),
    k: () => setAt(Math.max(0, at - 1)),
    ArrowDown: () => setAt(Math.min(rows.length - 1, at + 1)),
    ArrowUp: () => setAt(Math.max(0, at - 1)),
    Enter: () => current && go(deliveryHref(current)),
    x: () => current && pick(current, !picked.has(rowKey(current))),
    r: () => current && may && setResending(current),
  });
  const chosen = [...picked.values()];
  const appOfChosen = chosen[0]?.app ?? query.get('app') ?? '';
  const oneApp = chosen.every((one) => one.app === appOfChosen);
  return (
    <>
      <PageHead title={t('screen.deliveries')} hint={t('deliveries.hint')}>
        <button type="button" class="button" onClick={() => setRound(round + 1)}>
          {t('refresh')}
        </button>
      </PageHead>
      <Filters query={query} />
      <div class="card">
        {query.get('q') && rows.length > 0 && (
          <div class="below found">
            <span>{t('why.log.hint')}</span>
            <a href={href(['why'], { id: query.get('q') ?? '' })}>{t('why.id.link')}</a>
          </div>
        )}
        {chosen.length > 0 && (
          <div class="selection" role="status">
            <b>{t('selected', { n: chosen.length })}</b>
            <span class="spring" />
            {may && (
              <button type="button" class="button small main" disabled={!oneApp} title={oneApp ? '' : t('selected.apps')} onClick={() => setReplaying(appOfChosen)}>
                {t('resend.selection')}
              </button>
            )}
            <button type="button" class="button small quiet" onClick={() => setPicked(new Map())}>
              {t('selected.none')}
            </button>
          </div>
        )}
        {found.error !== undefined && rows.length === 0 ? (
          <Failed error={found.error} again={() => setRound(round + 1)} />
        ) : rows.length === 0 && found.loading ? (
          <Loading lines={10} />
        ) : rows.length === 0 ? (
          <NothingFound filtered={FILTERS.some((name) => query.has(name))} id={query.get('q')} />
        ) : (
          <>
            <DeliveryHead
              all={{
                checked: chosen.length > 0 && chosen.length >= Math.min(rows.length, 100),
                onChange: (on) => setPicked(on ? new Map(rows.slice(0, 100).map((row) => [rowKey(row), row])) : new Map()),
              }}
            />
            <Rows
              items={rows}
              height={height}
              at={at}
              room={270}
              label={t('screen.deliveries')}
              onEnd={found.more}
              row={(row, index, top) => (
                <DeliveryRow key={rowKey(row)} of={row} top={top} at={index === at} pick={{ on: picked.has(rowKey(row)), set: (on) => pick(row, on) }} />
              )}
            />
            <div class="below">
              <span role="status">
                {found.loading ? t('loading') : found.cursor ? t('deliveries.more', { n: count(rows.length) }) : t('deliveries.all', { n: count(rows.length) })}
              </span>
              <span class="spring" />
              {may && query.get('app') && Object.keys(selectionOf(query, [])).length > 0 && (
                <button type="button" class="button small" onClick={() => setReplaying(query.get('app'))}>
                  {t('replay.matching')}
                </button>
              )}
            </div>
          </>
        )}
      </div>
      {resending && <ResendOne app={resending.app} callId={resending.call_id} rule={resending.rule} elsewhere={false} onClose={() => setResending(null)} />}
      {replaying && <Replay app={replaying} selection={selectionOf(query, chosen)} onClose={() => setReplaying(null)} />}
    </>
  );
}

function NothingFound({ filtered, id }: { filtered: boolean; id: string | null }) {
  return filtered ? (
    <Empty title={t('deliveries.none')}>
      <p>{t('deliveries.none.text')}</p>
      {id && (
        <span class="line">
          <a class="button main" href={href(['why'], { id })}>
            {t('why.ask')}
          </a>
          <a class="button" href={href(['deliveries'], { user: id })}>
            {t('deliveries.of.user', { id: visible(id).slice(0, 40) })}
          </a>
        </span>
      )}
    </Empty>
  ) : (
    <Empty title={t('deliveries.empty')}>
      <p>{t('deliveries.empty.text')}</p>
      <a class="button main" href={href(['overview'])}>
        {t('start')}
      </a>
    </Empty>
  );
}
