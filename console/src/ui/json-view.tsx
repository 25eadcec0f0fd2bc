import { useMemo, useState } from 'preact/hooks';
import { t } from '../i18n';
import { parse, tokens, write } from '../lib/json';
import { Copy, Segments, visible } from './basics';

/** Beyond this a text is shown without colours and in part. */
const COLOURED = 60_000;
const SHOWN = 200_000;

/** JSON, indented or as it was sent; anything else as text. Numbers are never read as numbers. */
export function JsonView({ text, title }: { text: string; title: string }) {
  const [mode, setMode] = useState<'pretty' | 'raw'>('pretty');
  const pretty = useMemo(() => {
    try {
      return write(parse(text));
    } catch {
      return null;
    }
  }, [text]);
  const all = mode === 'pretty' && pretty !== null ? pretty : text;
  const shown = all.length > SHOWN ? all.slice(0, SHOWN) : all;
  return (
    <div class="stack">
      <div class="line">
        <h3 class="spring">{title}</h3>
        {pretty !== null && (
          <Segments
            label={title}
            value={mode}
            options={[
              ['pretty', t('body.pretty')],
              ['raw', t('body.raw')],
            ]}
            onChange={setMode}
          />
        )}
        <Copy text={text} label={t('copy')} />
      </div>
      <pre class={mode === 'raw' || pretty === null ? 'code wrap' : 'code'} tabIndex={0} aria-label={title}>
        {text === '' ? (
          <span class="muted">{t('body.empty')}</span>
        ) : shown.length > COLOURED || pretty === null ? (
          visible(shown)
        ) : (
          tokens(shown).map((token, i) => (
            <span key={i} class={'j-' + token.kind}>
              {visible(token.text)}
            </span>
          ))
        )}
      </pre>
      {shown.length < all.length && <p class="muted small">{t('body.cut', { n: all.length.toLocaleString() })}</p>}
    </div>
  );
}
