import { useState } from 'preact/hooks';
import { t, word } from '../i18n';
import { appPath, call, get } from '../lib/api';
import { diff } from '../lib/callback';
import { write, type Json } from '../lib/json';
import { go, href, setQuery, usePlace } from '../lib/router';
import { useApp, useMay, useMayDecide, useSession } from '../lib/session';
import { span } from '../lib/time';
import type { Bins, Header, Page, Rule } from '../lib/types';
import { useLoad, useNow } from '../lib/use';
import { RuleBadge, healthText, StatusTag, Time } from '../ui/badges';
import { Card, Copy, Dialog, Foreign, PageHead } from '../ui/basics';
import { BinView } from '../ui/bin';
import { JsonView } from '../ui/json-view';
import { Empty, Show } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { Headers } from '../ui/waterfall';
import { attempt, say } from '../ui/toast';
import { AppChoice } from './app-choice';
import { RetryLine } from './retry-line';
import { RuleForm } from './rule-form';

interface TestResult {
  call_id: string;
  delivered: boolean;
  status?: number;
  failure?: string;
  answer?: string;
  error?: string;
  request_headers?: Header[];
  answer_headers?: Header[];
  timings: { total_ms: number | null };
  body: Json;
}

interface Version {
  since: number;
  until?: number;
  rule: { [key: string]: Json };
}

/** A rule that is being made. */
export function NewRule() {
  const app = useApp();
  return (
    <>
      <PageHead crumbs={<a href={href(['rules'])}>{t('screen.rules')}</a>} title={t('rule.new')} hint={t('rule.new.hint')}>
        <AppChoice />
      </PageHead>
      <RuleForm key={app} app={app} rule={null} onSaved={(name) => go(href(['rules', app, name]))} />
    </>
  );
}

const TABS = ['about', 'edit', 'secrets', 'versions'] as const;

/** One rule: how it does, its form, its secrets, how it was before. */
export function RuleScreen({ app, name }: { app: string; name: string }) {
  const { query } = usePlace();
  const may = useMay('operator');
  const mayDecide = useMayDecide();
  const tabs = TABS.filter((one) => mayDecide || one === 'about' || one === 'versions');
  const tab = tabs.find((one) => one === query.get('tab')) ?? 'about';
  const path = `${appPath(app)}/callbacks/rules/${encodeURIComponent(name)}`;
  const rule = useLoad(`rule ${app} ${name}`, (signal) => get<{ data: Rule }>(path, {}, signal), tab === 'edit' ? 0 : 5000);
  const [test, setTest] = useState<TestResult | null>(null);
  const [deleting, setDeleting] = useState(false);
  const act = (action: () => Promise<unknown>, told: string): void => {
    void attempt(async () => {
      await action();
      rule.again();
      return told;
    });
  };
  return (
    <Show of={rule} lines={10}>
      {({ data }) => (
        <>
          <PageHead
            crumbs={
              <>
                <a href={href(['rules'])}>{t('screen.rules')}</a> <span>/</span> <span>{app}</span>
              </>
            }
            title={
              <span class="line">
                {data.name} <RuleBadge delivery={data.delivery} health={data.health} />
              </span>
            }
            hint={data.delivery === 'push' && data.health && data.health.state !== 'delivering' ? healthText(data.health) : (data.url ?? t('rule.pull'))}
          >
            {may && (
              <>
                {data.delivery === 'push' && (
                  <button type="button" class="button" onClick={() => void attempt(async () => setTest((await call<{ data: TestResult }>('POST', path + '/test')).data))}>
                    {t('rule.test')}
                  </button>
                )}
                {data.health && ['paused', 'banned', 'open'].includes(data.health.state) && (
                  <button type="button" class="button main" onClick={() => act(() => call('POST', path + '/resume'), t('rule.resumed'))}>
                    {t('rule.resume')}
                  </button>
                )}
                <button type="button" class="button" onClick={() => act(() => call('PUT', path, { body: { enabled: !data.enabled } }), data.enabled ? t('rule.paused') : t('rule.resumed'))}>
                  {data.enabled ? t('rule.pause') : t('rule.enable')}
                </button>
                <button type="button" class="button danger" onClick={() => setDeleting(true)}>
                  {t('delete')}
                </button>
              </>
            )}
          </PageHead>
          {test && <TestAnswer of={test} onClose={() => setTest(null)} />}
          <Tabs label={data.name} tabs={tabs} value={tab} alone name={(one) => t(`rule.tab.${one}`)} onChange={(one) => setQuery({ tab: one === 'about' ? '' : one })}>
            {tab === 'about' && (
              <div class="stack">
                <About rule={data} app={app} />
                <Receiver rule={data} />
              </div>
            )}
            {tab === 'edit' && (
              <RuleForm
                app={app}
                rule={data}
                onSaved={() => {
                  rule.again();
                  setQuery({ tab: '' });
                }}
              />
            )}
            {tab === 'secrets' && <Secrets rule={data} path={path} again={rule.again} />}
            {tab === 'versions' && <Versions app={app} name={name} />}
          </Tabs>
          {deleting && (
            <Dialog title={t('rule.delete', { name: data.name })} onClose={() => setDeleting(false)}>
              <p class="soft">{t('rule.delete.text')}</p>
              <div class="actions">
                <button type="button" class="button" onClick={() => setDeleting(false)}>
                  {t('cancel')}
                </button>
                <button
                  type="button"
                  class="button danger"
                  onClick={() =>
                    void attempt(async () => {
                      await call('DELETE', path);
                      go(href(['rules']));
                      return t('rule.deleted');
                    })
                  }
                >
                  {t('delete')}
                </button>
              </div>
            </Dialog>
          )}
        </>
      )}
    </Show>
  );
}

function TestAnswer({ of, onClose }: { of: TestResult; onClose: () => void }) {
  return (
    <div class="stack test-answer">
      <Card
        title={
          <span class="line">
            <span class={of.delivered ? 'badge good' : 'badge bad'}>{of.delivered ? t('test.ok') : t('test.no')}</span>
            <StatusTag status={of.status} failure={of.failure} /> <span class="muted num">{span(of.timings.total_ms ?? 0)}</span>
          </span>
        }
        tools={
          <button type="button" class="button small quiet" onClick={onClose}>
            {t('close')}
          </button>
        }
      >
        <div class="pad stack">
          {of.error && <p class="bad-text foreign">{of.error}</p>}
          {of.answer !== undefined && (
            <pre class="code wrap" tabIndex={0} aria-label={t('answer')}>
              {of.answer === '' ? <span class="muted">{t('body.empty')}</span> : <Foreign text={of.answer} />}
            </pre>
          )}
          {of.answer_headers && (
            <div class="stack close">
              <h3>{t('headers.answer')}</h3>
              <Headers of={of.answer_headers.map(({ name, value }) => [name, value])} />
            </div>
          )}
          <JsonView text={write(of.body)} title={t('body')} />
        </div>
      </Card>
    </div>
  );
}

/** What the built-in receiver got, if the rule leads to it. */
function Receiver({ rule }: { rule: Rule }) {
  const { me } = useSession();
  const bins = useLoad(me.app === undefined && rule.url?.startsWith('http://') ? 'bins' : null, async (signal) => (await get<{ data: Bins }>('/operator/bins', {}, signal)).data);
  const base = bins.value?.url;
  return base !== undefined && rule.url?.startsWith(base) ? <BinView name={rule.url.slice(base.length)} rule={rule} /> : null;
}

function About({ rule, app }: { rule: Rule; app: string }) {
  const flags: string[] = [
    ...(rule.delivery === 'presend' || rule.security_fields ? [] : [t('rule.option.bare')]),
    ...(rule.copy_meta ? [t('rule.option.meta')] : []),
  ];
  const filters: [string, string[]][] = [
    [t('rule.from'), rule.from],
    [t('rule.to'), rule.to],
    [t('rule.groups'), rule.group_ids],
    [t('rule.ext'), rule.ext_keys],
    [t('rule.types'), rule.message_types],
    [t('rule.envs'), rule.envs ?? []],
  ];
  return (
    <div class="cols">
      <Card title={t('rule.what')}>
        <dl class="facts pad">
          <dt>{t('rule.events')}</dt>
          <dd class="line tight">
            {rule.events.map((event) => (
              <span key={event} class="tag accent">
                {event}
              </span>
            ))}
          </dd>
          {filters.map(([label, values]) => [
            <dt key={label}>{label}</dt>,
            <dd key={label + '.'} class="line tight">
              {values.length === 0 ? (
                <span class="muted">{t('any')}</span>
              ) : (
                values.map((value) => (
                  <span key={value} class="tag">
                    {value}
                  </span>
                ))
              )}
            </dd>,
          ])}
          <dt>{t('rule.source')}</dt>
          <dd>{word('rule.source', rule.source)}</dd>
          {flags.length > 0 && (
            <>
              <dt>{t('rule.options')}</dt>
              <dd>{flags.join(' · ')}</dd>
            </>
          )}
          <dt>{t('rule.changed')}</dt>
          <dd>
            <Time at={rule.modified} /> <span class="muted">({<Time at={rule.modified} relative />})</span>
          </dd>
        </dl>
        <div class="below">
          <a href={href(['deliveries'], { app, rule: rule.name })}>{t('screen.deliveries')}</a>
          <a href={href(['deliveries'], { app, rule: rule.name, state: 'stored' })}>{t('state.stored')}</a>
          <a href={href(['live'], { app, rule: rule.name })}>{t('screen.live')}</a>
        </div>
      </Card>
      {rule.delivery === 'presend' && (
        <Card title={t('rule.presend.card')}>
          <dl class="facts pad">
            <dt>{t('rule.timeout')}</dt>
            <dd class="num">{span(rule.timeout_ms ?? 0)}</dd>
            <dt>{t('rule.on.failure')}</dt>
            <dd>{t(`rule.on.failure.${rule.on_failure ?? 'pass'}`)}</dd>
            <dt>{t('rule.shadow')}</dt>
            <dd>{t(rule.shadow ? 'yes' : 'no')}</dd>
          </dl>
        </Card>
      )}
      {rule.delivery === 'push' && (
        <Card title={t('rule.retry')}>
          <div class="pad stack">
            <RetryLine retry={rule.retry} />
            <dl class="facts">
              <dt>{t('rule.concurrency')}</dt>
              <dd class="num">{rule.max_concurrency ?? <span class="muted">{t('limit.none')}</span>}</dd>
              <dt>{t('rule.rate')}</dt>
              <dd class="num">{rule.max_per_second !== undefined ? Number(rule.max_per_second) : <span class="muted">{t('limit.none')}</span>}</dd>
              <dt>{t('rule.park')}</dt>
              <dd>{typeof rule.on_poison === 'string' ? <span class="muted">{t('rule.hold')}</span> : t('n.attempts', { n: rule.on_poison.park })}</dd>
            </dl>
          </div>
        </Card>
      )}
    </div>
  );
}

function Secret({ label, value }: { label: string; value: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <dt>{label}</dt>
      <dd class="line">
        <code class="foreign">{shown ? value : '•'.repeat(24)}</code>
        <button type="button" class="button small" onClick={() => setShown(!shown)} aria-label={`${shown ? t('hide') : t('show')}: ${label}`}>
          {shown ? t('hide') : t('show')}
        </button>
        <Copy text={value} />
      </dd>
    </>
  );
}

function Secrets({ rule, path, again }: { rule: Rule; path: string; again: () => void }) {
  const now = useNow();
  const until = rule.previous_signing_secret_until ?? 0;
  const rotate = (): void => {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    const secret = 'whsec_' + btoa(String.fromCharCode(...bytes));
    void attempt(async () => {
      await call('PUT', path, { body: { signing_secret: secret } });
      again();
      say(t('secret.rotated'));
    });
  };
  return (
    <Card
      title={t('rule.tab.secrets')}
      tools={
        <button type="button" class="button small" onClick={rotate}>
          {t('secret.rotate')}
        </button>
      }
    >
      <dl class="facts pad">
        <Secret label={t('secret.signing')} value={rule.signing_secret ?? ''} />
        <Secret label={t('secret.vendor')} value={rule.secret ?? ''} />
        {rule.previous_signing_secret && until > now && (
          <>
            <Secret label={t('secret.previous')} value={rule.previous_signing_secret} />
            <dt>{t('secret.until')}</dt>
            <dd class="num">
              {t('time.in', { span: span(until - now) })} · <Time at={until} />
            </dd>
          </>
        )}
      </dl>
      <p class="pad muted">{t('secret.text')}</p>
    </Card>
  );
}

function Versions({ app, name }: { app: string; name: string }) {
  const versions = useLoad(`versions ${app} ${name}`, (signal) => get<Page<Version>>(`/operator/rules${appPath(app)}/${encodeURIComponent(name)}/versions`, {}, signal));
  return (
    <Show of={versions}>
      {({ data }) =>
        data.length === 0 ? (
          <div class="card">
            <Empty title={t('versions.empty')} />
          </div>
        ) : (
          <div class="stack">
            {data.map((version, i) => {
              const before = data[i + 1];
              return (
                <Card
                  key={version.since}
                  title={
                    <span class="line">
                      <Time at={version.since} /> <span class="muted">{version.until === undefined ? t('versions.now') : t('versions.until')}</span>
                      {version.until !== undefined && <Time at={version.until} />}
                    </span>
                  }
                >
                  <div class="pad">
                    <pre class="code" tabIndex={0} aria-label={t('rule.tab.versions')}>
                      {before
                        ? diff(write(before.rule), write(version.rule))
                            .filter((line) => line.kind !== 'same')
                            .map((line, n) => (
                              <span key={n} class={`diff-${line.kind}`}>
                                {line.kind === 'add' ? '+ ' : '- '}
                                {line.text}
                              </span>
                            ))
                        : write(version.rule)}
                    </pre>
                  </div>
                </Card>
              );
            })}
          </div>
        )
      }
    </Show>
  );
}
