import { t } from '../i18n';
import { appPath, get } from '../lib/api';
import { href } from '../lib/router';
import { useApp } from '../lib/session';
import { count } from '../lib/time';
import type { Consumer, Page, Rule } from '../lib/types';
import { useLoad } from '../lib/use';
import { Time } from '../ui/badges';
import { PageHead } from '../ui/basics';
import { Empty, Show } from '../ui/states';
import { AppChoice } from './app-choice';

/** The server counts no further. */
const MAX_LAG = 10_000;

interface Line extends Consumer {
  rule: string;
}

/** The rules that are fetched, of all pages. */
async function pulledRules(app: string, signal: AbortSignal): Promise<Rule[]> {
  const found: Rule[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Rule> = await get<Page<Rule>>(`${appPath(app)}/callbacks/rules`, { limit: 500, cursor }, signal);
    found.push(...page.data.filter((rule) => rule.delivery === 'pull'));
    cursor = page.cursor;
  } while (cursor);
  return found;
}

/** Each consumer of each rule that is fetched, and how far it has come. */
async function load(app: string, signal: AbortSignal): Promise<{ pulled: number; lines: Line[] }> {
  const pulled = await pulledRules(app, signal);
  const lines = await Promise.all(
    pulled.map(async (rule) => {
      const page = await get<Page<Consumer>>(`${appPath(app)}/callbacks/consumers`, { rule: rule.name }, signal).catch(() => ({ data: [] as Consumer[] }));
      return page.data.map((one) => ({ ...one, rule: rule.name }));
    }),
  );
  return { pulled: pulled.length, lines: lines.flat() };
}

export function Consumers() {
  const app = useApp();
  const found = useLoad(app && `consumers ${app}`, (signal) => load(app, signal), 5000);
  return (
    <>
      <PageHead title={t('screen.consumers')} hint={t('consumers.hint')}>
        <AppChoice />
      </PageHead>
      <div class="card">
        <Show of={found}>
          {({ pulled, lines }) =>
            lines.length === 0 ? (
              <Empty title={t('consumers.empty')}>
                <p>{t(pulled > 0 ? 'consumers.empty.text' : 'consumers.none')}</p>
                <pre class="code" tabIndex={0} aria-label={t('consumers.empty')}>
                  weft listen --rule archive --consumer search
                </pre>
              </Empty>
            ) : (
              <table class="plain">
                <thead>
                  <tr>
                    <th>{t('consumer')}</th>
                    <th>{t('col.rule')}</th>
                    <th class="right">{t('consumer.lag')}</th>
                    <th class="right">{t('consumer.position')}</th>
                    <th>{t('consumer.committed')}</th>
                  </tr>
                </thead>
                <tbody>
                  {lines.map((one) => (
                    <tr key={one.rule + one.consumer}>
                      <td>
                        <b>{one.consumer}</b>
                      </td>
                      <td>
                        <a href={href(['rules', app, one.rule])}>{one.rule}</a>
                      </td>
                      <td class="right num">{one.lag === undefined ? '' : one.lag >= MAX_LAG ? `${count(MAX_LAG)}+` : count(one.lag)}</td>
                      <td class="right mono">{one.cursor}</td>
                      <td>
                        <Time at={one.committed} relative />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Show>
      </div>
    </>
  );
}
