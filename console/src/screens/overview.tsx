import { t } from '../i18n';
import { get } from '../lib/api';
import { href } from '../lib/router';
import { useMayDecide } from '../lib/session';
import { ago, count, span } from '../lib/time';
import type { Overview as Numbers, RuleHealth } from '../lib/types';
import { useLoad } from '../lib/use';
import { RuleBadge, healthText, Time } from '../ui/badges';
import { Card, PageHead, Spark } from '../ui/basics';
import { Show } from '../ui/states';
import { FirstSteps } from './first-steps';

const EVERY_MS = 3000;

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** How all is, and what needs somebody first. */
export function Overview() {
  const numbers = useLoad('overview', (signal) => get<{ data: Numbers }>('/operator/overview', {}, signal), EVERY_MS);
  return (
    <>
      <PageHead title={t('screen.overview')} hint={t('overview.hint')} />
      <Show of={numbers} lines={10}>
        {({ data }) => (data.rules.length === 0 ? <FirstSteps /> : <Numbers of={data} />)}
      </Show>
    </>
  );
}

interface Attention {
  key: string;
  kind: 'bad' | 'warn';
  title: string;
  text: string;
  link: string;
  action: string;
}

/** Whether more attempts have failed than succeeded in the last ten minutes. */
export const isFailing = (of: Pick<RuleHealth, 'failed' | 'delivered'>): boolean => sum(of.failed.slice(-10)) > sum(of.delivered.slice(-10));

/** What stands still or piles up, the worst first. */
export function attentionOf(of: Numbers): Attention[] {
  const found: Attention[] = [];
  for (const rule of of.rules) {
    const key = `${rule.app} ${rule.rule}`;
    const link = href(['rules', rule.app, rule.rule]);
    const state = rule.health.state;
    if (state === 'paused' || state === 'banned' || state === 'open') {
      found.push({ key, kind: 'bad', title: key, text: healthText(rule.health), link, action: t('rule.open') });
    } else if (rule.oldest !== undefined && of.now - rule.oldest > 5 * 60_000) {
      found.push({ key, kind: 'warn', title: key, text: t('attention.old', { n: count(rule.undelivered), ago: span(of.now - rule.oldest) }), link: href(['deliveries'], { app: rule.app, rule: rule.rule, state: 'pending' }), action: t('screen.deliveries') });
    } else if (isFailing(rule)) {
      found.push({ key, kind: 'warn', title: key, text: t('attention.failing', { n: count(sum(rule.failed.slice(-10))) }), link: href(['failures'], { app: rule.app }), action: t('screen.failures') });
    }
  }
  if (of.stored > 0) {
    found.push({ key: 'stored', kind: 'warn', title: t('screen.storage'), text: t('attention.stored', { n: count(of.stored) }), link: href(['storage']), action: t('attention.look') });
  }
  for (const node of of.nodes) {
    if (node.health === 'silent') {
      found.push({ key: `node ${node.node}`, kind: 'bad', title: node.name, text: t('attention.node'), link: href(['overview']), action: '' });
    }
  }
  return found.sort((a, b) => Number(b.kind === 'bad') - Number(a.kind === 'bad'));
}

function Numbers({ of }: { of: Numbers }) {
  const delivered = of.rules.reduce((all, rule) => all + sum(rule.delivered), 0);
  const failed = of.rules.reduce((all, rule) => all + sum(rule.failed), 0);
  const oldest = Math.min(...of.rules.map((rule) => rule.oldest ?? Infinity));
  const attention = attentionOf(of);
  return (
    <div class="stack">
      <div class="figures">
        <Figure value={count(delivered)} label={t('figure.delivered')} />
        <Figure value={count(failed)} label={t('figure.failed')} bad={failed > delivered} />
        <Figure value={count(of.undelivered)} label={t('figure.waiting')} />
        <Figure value={oldest === Infinity ? '—' : ago(oldest, of.now)} label={t('figure.oldest')} bad={of.now - oldest > 3_600_000} />
        <Figure value={count(of.stored)} label={t('figure.stored')} bad={of.stored > 0} />
      </div>
      <Card title={t('attention')}>
        {attention.length === 0 ? (
          <p class="pad good-text">{t('attention.none')}</p>
        ) : (
          <ul class="attention">
            {attention.map((one) => (
              <li key={one.key}>
                <span class={`badge ${one.kind}`} />
                <div>
                  <b>{one.title}</b> <span class="soft">{one.text}</span>
                </div>
                {one.action && (
                  <a class="button small" href={one.link}>
                    {one.action}
                  </a>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Rules of={of} />
      {of.nodes.length > 0 && <Nodes of={of} />}
    </div>
  );
}

function Figure({ value, label, bad = false }: { value: string; label: string; bad?: boolean }) {
  return (
    <div class={bad ? 'figure bad' : 'figure'}>
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
}

function Rules({ of }: { of: Numbers }) {
  const may = useMayDecide();
  const many = new Set(of.rules.map((rule) => rule.app)).size > 1;
  return (
    <Card
      title={t('screen.rules')}
      tools={
        may && (
          <a class="button small" href={href(['rules', 'new'])}>
            {t('rule.new')}
          </a>
        )
      }
    >
      <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
        <table class="plain">
          <thead>
            <tr>
              <th>{t('col.rule')}</th>
              <th>{t('col.health')}</th>
              <th class="right">{t('col.waiting')}</th>
              <th class="narrow-hide">{t('col.oldest')}</th>
              <th class="narrow-hide">{t('col.hour')}</th>
              <th class="right">{t('figure.failed.short')}</th>
            </tr>
          </thead>
          <tbody>
            {of.rules.map((rule) => (
              <Rule key={rule.app + rule.rule} of={rule} now={of.now} many={many} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Rule({ of, now, many }: { of: RuleHealth; now: number; many: boolean }) {
  const failed = sum(of.failed);
  const total = of.delivered.map((n, i) => n + of.failed[i]!);
  return (
    <tr>
      <td>
        <a href={href(['rules', of.app, of.rule])}>{of.rule}</a>
        <div class="muted small cut">
          {many && `${of.app} · `}
          {of.url ?? t('rule.pull')}
        </div>
      </td>
      <td>
        <RuleBadge delivery={of.delivery} health={of.health} failing={isFailing(of)} />
      </td>
      <td class="right num">
        {of.undelivered > 0 ? <a href={href(['deliveries'], { app: of.app, rule: of.rule, state: 'pending' })}>{count(of.undelivered)}</a> : '0'}
      </td>
      <td class="num nowrap narrow-hide">{of.oldest === undefined ? <span class="muted">—</span> : ago(of.oldest, now)}</td>
      <td class="narrow-hide">
        <Spark values={total} failures={of.failed} label={t('spark', { n: count(sum(total)) })} width={180} />
      </td>
      <td class={failed > 0 ? 'right num bad-text' : 'right num muted'}>{count(failed)}</td>
    </tr>
  );
}

function Nodes({ of }: { of: Numbers }) {
  return (
    <Card title={t('nodes')}>
      <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
        <table class="plain">
          <thead>
            <tr>
              <th>{t('node')}</th>
              <th>{t('col.health')}</th>
              <th class="right">{t('node.partitions')}</th>
              <th class="right">{t('col.waiting')}</th>
              <th>{t('col.oldest')}</th>
              <th>{t('node.version')}</th>
            </tr>
          </thead>
          <tbody>
            {of.nodes.map((node) => (
              <tr key={node.node}>
                <td>
                  {node.name} <span class="muted">{node.url}</span>
                </td>
                <td>
                  <span class={`badge ${node.health === 'live' ? 'good' : node.health === 'leaving' ? 'warn' : 'bad'}`}>{t(`node.${node.health as 'live'}`)}</span>
                </td>
                <td class="right num">{node.partitions}</td>
                <td class="right num">{count(node.undelivered)}</td>
                <td>{node.oldest === undefined ? <span class="muted">—</span> : <Time at={node.oldest} relative />}</td>
                <td class="muted">{node.version}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
