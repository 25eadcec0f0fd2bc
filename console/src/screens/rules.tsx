import { t } from '../i18n';
import { get } from '../lib/api';
import { href } from '../lib/router';
import { useMayDecide } from '../lib/session';
import { count } from '../lib/time';
import type { Overview } from '../lib/types';
import { useLoad } from '../lib/use';
import { RuleBadge, healthText } from '../ui/badges';
import { PageHead, Spark } from '../ui/basics';
import { Empty, Show } from '../ui/states';
import { isFailing } from './overview';

/** The rules of all apps, and how each does with its endpoint. */
export function Rules() {
  const may = useMayDecide();
  const rules = useLoad('rules', (signal) => get<{ data: Overview }>('/operator/overview', {}, signal), 5000);
  return (
    <>
      <PageHead title={t('screen.rules')} hint={t('rules.hint')}>
        {may && (
          <a class="button main" href={href(['rules', 'new'])}>
            {t('rule.new')}
          </a>
        )}
      </PageHead>
      <div class="card">
        <Show of={rules}>
          {({ data }) =>
            data.rules.length === 0 ? (
              <Empty title={t('rules.empty')}>
                <p>{t('rules.empty.text')}</p>
              </Empty>
            ) : (
              <ul class="attention">
                {data.rules.map((rule) => (
                  <li key={rule.app + rule.rule}>
                    <div>
                      <span class="line">
                        <a href={href(['rules', rule.app, rule.rule])}>
                          <b>{rule.rule}</b>
                        </a>
                        <span class="muted">{rule.app}</span>
                        <RuleBadge delivery={rule.delivery} health={rule.health} failing={isFailing(rule)} />
                      </span>
                      <div class="muted small foreign">{rule.url ?? t('rule.pull')}</div>
                      {rule.health.state !== 'delivering' && rule.delivery === 'push' && <div class="small soft">{healthText(rule.health)}</div>}
                    </div>
                    <span class="num muted small nowrap">{t('rules.waiting', { n: count(rule.undelivered) })}</span>
                    <Spark values={rule.delivered.map((n, i) => n + rule.failed[i]!)} failures={rule.failed} label={rule.rule} width={110} />
                  </li>
                ))}
                {data.rules_left_out > 0 && <li class="muted">{t('rules.left', { n: count(data.rules_left_out) })}</li>}
              </ul>
            )
          }
        </Show>
      </div>
    </>
  );
}
