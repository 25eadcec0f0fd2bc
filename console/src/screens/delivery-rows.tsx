import { t, word } from '../i18n';
import { go, href } from '../lib/router';
import { span } from '../lib/time';
import type { Delivery } from '../lib/types';
import { StateBadge, StatusTag, Time } from '../ui/badges';
import { useNarrow } from '../ui/rows';

/** Where a delivery is shown. One call id can belong to several rules. */
export function deliveryHref(of: Delivery): string {
  return href(['deliveries', of.app, of.call_id], { rule: of.rule });
}

export function rowKey(of: Delivery): string {
  return `${of.app} ${of.call_id} ${of.rule} ${of.job ?? ''} ${of.created}`;
}

export function useRowHeight(): number {
  return useNarrow() ? 54 : 34;
}

export function DeliveryHead({ all, live = false }: { all?: { checked: boolean; onChange: (checked: boolean) => void }; live?: boolean }) {
  return (
    <div class={live ? 'row-head delivery live' : 'row-head delivery'} aria-hidden={all ? undefined : true}>
      {!live && (all ? <input type="checkbox" aria-label={t('select.all')} checked={all.checked} onChange={(e) => all.onChange(e.currentTarget.checked)} /> : <span />)}
      <span>{t('col.state')}</span>
      <span>{t('col.time')}</span>
      <span>{t('col.operation')}</span>
      <span>{t('col.thread')}</span>
      <span>{t('col.message')}</span>
      <span>{t('col.rule')}</span>
      <span class="right">{t('col.status')}</span>
      <span class="right">{t('col.took')}</span>
    </div>
  );
}

/** One delivery of a list. */
export function DeliveryRow({ of, top, at, pick }: { of: Delivery; top: string; at: boolean; pick?: { on: boolean; set: (on: boolean) => void } }) {
  const narrow = useNarrow();
  const where = deliveryHref(of);
  const height = narrow ? '54px' : '34px';
  return (
    <div
      role="listitem"
      class={pick ? 'row delivery' : 'row delivery live'}
      style={{ top, height }}
      data-at={at}
      onClick={(event) => {
        if (!(event.target as Element).closest('input, a, button')) go(where);
      }}
    >
      {pick && <input class="pick" type="checkbox" checked={pick.on} aria-label={t('select.one', { id: of.call_id })} onChange={(e) => pick.set(e.currentTarget.checked)} />}
      {narrow ? (
        <>
          <span class="line tight fixed cut">
            <StateBadge of={of} />
            <span class="muted cut">
              {word('operation', of.operation)} · {of.rule}
            </span>
          </span>
          <span class="right">
            <StatusTag status={of.status} failure={of.failure} />
          </span>
          <a class="mono cut" href={where}>
            {of.call_id}
          </a>
          <span class="muted small right">
            <Time at={of.at ?? of.created} relative />
          </span>
        </>
      ) : (
        <>
          <StateBadge of={of} />
          <span class="soft">
            <Time at={of.at ?? of.created} />
          </span>
          <span class="cut">
            {word('operation', of.operation)}
            {of.kind !== 'live' && <span class="tag"> {word('kind', of.kind)}</span>}
          </span>
          <span class="mono cut">
            {of.thread}
            {of.sequence !== undefined && <span class="muted"> #{of.sequence}</span>}
          </span>
          <a class="mono cut" href={where}>
            {of.msg_id}
          </a>
          <span class="cut" title={`${of.app} ${of.rule}`}>
            {of.rule}
          </span>
          <span class="right">
            <StatusTag status={of.status} failure={of.failure} />
          </span>
          <span class="num soft">{of.took_ms === undefined ? '' : span(of.took_ms)}</span>
        </>
      )}
    </div>
  );
}
