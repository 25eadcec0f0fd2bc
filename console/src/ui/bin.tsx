import { t } from '../i18n';
import { call, get } from '../lib/api';
import { genuine } from '../lib/callback';
import { useMay } from '../lib/session';
import type { Bin, Received, Rule } from '../lib/types';
import { useLoad } from '../lib/use';
import { StatusTag, Time } from './badges';
import { Card, Segments } from './basics';
import { JsonView } from './json-view';
import { Empty, Show } from './states';
import { attempt } from './toast';
import { Headers } from './waterfall';

/** How often a receiver is asked what it has got: somebody waits for it. */
const EVERY_MS = 1000;

const ANSWERS = ['200', '503', '410'] as const;

/** What a built-in receiver has got, newest first, each with its signature checked by the rule's secret. */
export function BinView({ name, rule, onReceived }: { name: string; rule: Rule | undefined; onReceived?: (n: number) => void }) {
  const may = useMay('operator');
  const path = `/operator/bins/${encodeURIComponent(name)}`;
  const bin = useLoad(
    `bin ${name}`,
    async (signal) => {
      const found = (await get<{ data: Bin }>(path, {}, signal)).data;
      onReceived?.(found.received.length);
      return found;
    },
    EVERY_MS,
  );
  const change = (action: () => Promise<unknown>): void =>
    void attempt(async () => {
      await action();
      bin.again();
    });
  return (
    <Show of={bin}>
      {({ status, received }) => (
        <Card
          title={t('bin.title')}
          tools={
            may && (
              <span class="line">
                <span class="muted small">{t('bin.answers')}</span>
                <Segments
                  label={t('bin.answers')}
                  value={String(status)}
                  options={ANSWERS.map((one) => [one, t(`bin.answer.${one}`)])}
                  onChange={(value) => change(() => call('PUT', path, { body: { status: Number(value) } }))}
                />
                <button type="button" class="button small" disabled={received.length === 0} onClick={() => change(() => call('DELETE', path))}>
                  {t('bin.clear')}
                </button>
              </span>
            )
          }
        >
          {received.length === 0 ? (
            <Empty title={t('bin.empty')}>
              <p>{t('bin.empty.text')}</p>
            </Empty>
          ) : (
            received.map((one, i) => <One key={one.number} of={one} rule={rule} open={i === 0} />)
          )}
        </Card>
      )}
    </Show>
  );
}

/** One request as it came. Whatever is in it is text. */
function One({ of, rule, open }: { of: Received; rule: Rule | undefined; open: boolean }) {
  const proof = genuine(of, rule);
  const header = (name: string): string => of.headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
  const operation = header('weft-operation');
  return (
    <details class="received" open={open}>
      <summary>
        <span class="line">
          <span class={`badge ${proof === 'genuine' ? 'good' : proof === 'forged' ? 'bad' : 'warn'}`}>{t(`bin.${proof}`)}</span>
          <span class="foreign cut">
            {operation.slice(0, 40)} {header('weft-sequence') && `#${header('weft-sequence').slice(0, 20)}`}
          </span>
          <span class="soft small">
            <Time at={of.at} />
          </span>
          <span class="spring" />
          <span class="muted small">{t('bin.answered')}</span> <StatusTag status={of.status} failure={null} />
        </span>
      </summary>
      <div class="pad stack">
        <p class={proof === 'genuine' ? 'good-text' : 'soft'}>{t(`bin.${proof}.text`)}</p>
        <div class="stack close">
          <h3>{t('headers')}</h3>
          <Headers of={of.headers.map(({ name, value }) => [name, value])} />
        </div>
        {of.body === undefined ? <p class="muted">{t('text.withheld')}</p> : <JsonView text={of.body} title={t('body')} />}
        {!of.whole && <p class="muted">{t('bin.cut', { n: of.size.toLocaleString() })}</p>}
      </div>
    </details>
  );
}
