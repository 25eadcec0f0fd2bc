import document from 'virtual:openapi';
import { useMemo, useState } from 'preact/hooks';
import { t } from '../i18n';
import { appPath, rawCall } from '../lib/api';
import { href, usePlace } from '../lib/router';
import { useApp } from '../lib/session';
import { StatusTag } from '../ui/badges';
import { Card, Field, PageHead } from '../ui/basics';
import { JsonView } from '../ui/json-view';
import { Empty } from '../ui/states';
import { attempt } from '../ui/toast';
import { AppChoice } from './app-choice';

type Doc = { [key: string]: unknown };

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  description?: string;
}

interface Operation {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  example: unknown;
  hasBody: boolean;
  responses: [string, string][];
}

const METHODS = ['get', 'post', 'put', 'delete'];

function resolve(value: unknown): Doc {
  const found = value as Doc;
  const ref = found?.['$ref'];
  if (typeof ref !== 'string') return found ?? {};
  const target = ref.split('/').slice(1).reduce<unknown>((at, part) => (at as Doc)?.[part], document);
  return { ...(target as Doc), ...found };
}

/** Every operation of the document, in its order. */
export function operations(): Operation[] {
  const all: Operation[] = [];
  for (const [path, item] of Object.entries((document as Doc)['paths'] as Doc)) {
    const shared = ((item as Doc)['parameters'] as unknown[] | undefined) ?? [];
    for (const method of METHODS) {
      const one = (item as Doc)[method] as Doc | undefined;
      if (!one) continue;
      const body = ((one['requestBody'] as Doc)?.['content'] as Doc)?.['application/json'] as Doc | undefined;
      all.push({
        id: String(one['operationId']),
        method: method.toUpperCase(),
        path,
        tag: String((one['tags'] as string[])?.[0] ?? ''),
        summary: String(one['summary'] ?? ''),
        description: String(one['description'] ?? ''),
        parameters: [...shared, ...((one['parameters'] as unknown[]) ?? [])].map((parameter) => resolve(parameter) as unknown as Parameter),
        example: body?.['example'],
        hasBody: body !== undefined,
        responses: Object.entries((one['responses'] as Doc) ?? {}).map(([status, response]) => [status, String(resolve(response)['description'] ?? '')]),
      });
    }
  }
  return all;
}

/** The document of the API, and its calls made with the right of the session. */
export function Api() {
  const { path } = usePlace();
  const all = useMemo(operations, []);
  const [search, setSearch] = useState('');
  const shown = all.filter((one) => `${one.method} ${one.path} ${one.summary} ${one.id}`.toLowerCase().includes(search.toLowerCase()));
  const chosen = all.find((one) => one.id === path[1]);
  const tags = [...new Set(shown.map((one) => one.tag))];
  return (
    <>
      <PageHead title={t('screen.reference')} hint={t('api.hint')}>
        <AppChoice />
      </PageHead>
      <div class="api">
        <div class="card">
          <div class="pad">
            <input type="search" class="whole" aria-label={t('api.find')} placeholder={t('api.find')} value={search} onInput={(e) => setSearch(e.currentTarget.value)} />
          </div>
          <nav aria-label={t('screen.reference')} tabIndex={0}>
            {tags.map((tag) => (
              <div key={tag}>
                <h2>{tag}</h2>
                {shown
                  .filter((one) => one.tag === tag)
                  .map((one) => (
                    <a key={one.id} href={href(['reference', one.id])} aria-current={one.id === chosen?.id ? 'page' : undefined} title={one.path}>
                      <span class={`method ${one.method}`}>{one.method}</span>
                      <span>{one.summary}</span>
                    </a>
                  ))}
              </div>
            ))}
          </nav>
        </div>
        {chosen ? (
          <Call key={chosen.id} of={chosen} />
        ) : (
          <div class="card">
            <Empty title={t('api.choose')}>
              <p>{t('api.choose.text', { n: all.length })}</p>
            </Empty>
          </div>
        )}
      </div>
    </>
  );
}

/** A text of the document, its code between backticks set apart. */
function Marked({ text }: { text: string }) {
  return <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>;
}

function Call({ of }: { of: Operation }) {
  const app = useApp();
  const [values, setValues] = useState<Record<string, string>>({});
  const [body, setBody] = useState(of.example === undefined ? '' : JSON.stringify(of.example, null, 2));
  const [answer, setAnswer] = useState<{ status: number; text: string; took: number } | null>(null);
  const parameters = of.parameters.filter((one) => one.name !== 'org' && one.name !== 'app');
  const ofApp = of.path.startsWith('/{org}/{app}') || of.path.includes('/{org}/{app}/');
  const callable = ofApp || of.path.startsWith('/operator');
  const url = (): string => {
    const path = of.path.replace('/{org}/{app}', appPath(app)).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
    const query = parameters.filter((one) => one.in === 'query' && values[one.name]).map((one) => `${one.name}=${encodeURIComponent(values[one.name]!)}`);
    return path + (query.length > 0 ? '?' + query.join('&') : '');
  };
  const send = (): void => {
    void attempt(async () => {
      const begun = performance.now();
      const found = await rawCall(of.method, url(), body);
      setAnswer({ ...found, took: performance.now() - begun });
    });
  };
  return (
    <div class="stack">
      <Card title={of.summary} tools={<span class={`method ${of.method}`}>{of.method}</span>}>
        <div class="pad stack">
          <code class="foreign">{of.path}</code>
          {of.description && <p class="soft"><Marked text={of.description} /></p>}
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            {parameters.length > 0 && (
              <div class="form">
                {parameters.map((one) => (
                  <Field key={one.name} label={one.name + (one.required ? ' *' : '')} hint={one.description?.replaceAll('`', '')}>
                    <input type="text" required={one.required} value={values[one.name] ?? ''} onInput={(e) => setValues({ ...values, [one.name]: e.currentTarget.value })} />
                  </Field>
                ))}
              </div>
            )}
            {of.hasBody && (
              <Field label={t('body')} whole>
                <textarea rows={Math.min(16, Math.max(4, body.split('\n').length))} spellcheck={false} value={body} onInput={(e) => setBody(e.currentTarget.value)} />
              </Field>
            )}
            <div class="line">
              {callable ? (
                <>
                  <code class="muted foreign">{url()}</code>
                  <span class="spring" />
                  <button class={of.method === 'GET' ? 'button main' : 'button danger'}>{t('api.send')}</button>
                </>
              ) : (
                <span class="muted">{t('api.not.here')}</span>
              )}
            </div>
          </form>
        </div>
      </Card>
      {answer && (
        <Card
          title={t('answer')}
          tools={
            <span class="line">
              <StatusTag status={answer.status} />
              <span class="muted num">{Math.round(answer.took)} ms</span>
            </span>
          }
        >
          <div class="pad">
            <JsonView text={answer.text} title={t('body')} />
          </div>
        </Card>
      )}
      <Card title={t('api.answers')}>
        <table class="plain">
          <tbody>
            {of.responses.map(([status, text]) => (
              <tr key={status}>
                <td class="mono">{status}</td>
                <td><Marked text={text} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </div>
  );
}
