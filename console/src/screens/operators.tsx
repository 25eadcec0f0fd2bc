import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { call, get } from '../lib/api';
import { href } from '../lib/router';
import { useSession } from '../lib/session';
import type { Json } from '../lib/json';
import type { Operator, Page, Role } from '../lib/types';
import { useLoad } from '../lib/use';
import { Time } from '../ui/badges';
import { Copy, Dialog, Field, PageHead } from '../ui/basics';
import { Show } from '../ui/states';
import { attempt } from '../ui/toast';

const ROLES: Role[] = ['viewer', 'operator', 'admin'];

/** The people who may use the console. */
export function Operators() {
  const { me } = useSession();
  const found = useLoad('operators', (signal) => get<Page<Operator>>('/operator/operators', {}, signal));
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState('');
  const act = (method: string, name: string, rest: string, body: Json | undefined, told: string): void => {
    void attempt(async () => {
      await call(method, `/operator/operators/${encodeURIComponent(name)}${rest}`, body === undefined ? {} : { body });
      found.again();
      return told;
    });
  };
  const makeLink = (name: string): void => {
    void attempt(async () => {
      const made = await call<{ data: { path: string } }>('POST', `/operator/operators/${encodeURIComponent(name)}/link`, { body: {} });
      setLink(location.origin + made.data.path);
    });
  };
  return (
    <>
      <PageHead title={t('screen.operators')} hint={t('operators.hint')}>
        <button type="button" class="button main" onClick={() => setAdding(true)}>
          {t('operator.add')}
        </button>
      </PageHead>
      <div class="card">
        <Show of={found}>
          {({ data }) => (
            <div class="scroll-x" role="group" tabIndex={0} aria-label={t('table')}>
              <table class="plain">
                <thead>
                  <tr>
                    <th>{t('login.name')}</th>
                    <th>{t('operator.role')}</th>
                    <th>{t('operator.text')}</th>
                    <th class="narrow-hide">{t('operator.last')}</th>
                    <th class="right narrow-hide">{t('operator.sessions')}</th>
                    <th><span class="hidden-text">{t('actions')}</span></th>
                  </tr>
                </thead>
                <tbody>
                  {data.map((one) => (
                    <tr key={one.name}>
                      <td>
                        <b>{one.name}</b> {one.name === me.name && <span class="tag accent">{t('operator.you')}</span>}
                      </td>
                      <td>
                        <select aria-label={`${t('operator.role')}: ${one.name}`} value={one.role} onChange={(e) => act('PUT', one.name, '', { role: e.currentTarget.value }, t('operator.changed'))}>
                          {ROLES.map((role) => (
                            <option key={role} value={role}>
                              {t(`role.${role}`)}
                            </option>
                          ))}
                        </select>
                      </td>
                      <td>
                        <input type="checkbox" aria-label={`${t('operator.text')}: ${one.name}`} checked={one.text} onChange={(e) => act('PUT', one.name, '', { text: e.currentTarget.checked }, t('operator.changed'))} />
                      </td>
                      <td class="narrow-hide">{one.last_login === undefined ? <span class="muted">{t('never')}</span> : <Time at={one.last_login} relative />}</td>
                      <td class="right num narrow-hide">{one.sessions}</td>
                      <td>
                        <div class="line fixed end">
                          <a class="button small" href={href(['audit'], { operator: one.name })}>
                            {t('screen.audit')}
                          </a>
                          <button type="button" class="button small" onClick={() => makeLink(one.name)}>
                            {t('operator.link')}
                          </button>
                          <button type="button" class="button small" onClick={() => act('DELETE', one.name, '/sessions', undefined, t('operator.out'))}>
                            {t('out')}
                          </button>
                          <button type="button" class="button small danger" disabled={one.name === me.name} onClick={() => act('DELETE', one.name, '', undefined, t('operator.removed'))}>
                            {t('operator.remove')}
                          </button>
                        </div>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Show>
      </div>
      {adding && (
        <Add
          onClose={(added) => {
            setAdding(false);
            if (added) found.again();
          }}
        />
      )}
      {link && (
        <Dialog title={t('operator.link')} onClose={() => setLink('')}>
          <p class="soft">{t('operator.link.text')}</p>
          <code class="foreign">{link}</code>
          <div class="actions">
            <Copy text={link} label={t('copy')} />
          </div>
        </Dialog>
      )}
    </>
  );
}

function Add({ onClose }: { onClose: (added: boolean) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [text, setText] = useState(false);
  const [password, setPassword] = useState('');
  return (
    <Dialog title={t('operator.add')} onClose={() => onClose(false)}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            await call('POST', '/operator/operators', { body: { name, role, text, password } });
            onClose(true);
            return t('operator.added', { name });
          });
        }}
      >
        <Field label={t('login.name')}>
          <input type="text" required pattern="[A-Za-z0-9._\-]{1,32}" value={name} onInput={(e) => setName(e.currentTarget.value)} autofocus />
        </Field>
        <Field label={t('operator.role')} hint={t(`role.${role}.text`)}>
          <select value={role} onChange={(e) => setRole(e.currentTarget.value as Role)}>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {t(`role.${one}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('login.password')} hint={t('operator.password.hint')}>
          <input type="password" autocomplete="new-password" minLength={10} value={password} onInput={(e) => setPassword(e.currentTarget.value)} />
        </Field>
        <label class="check">
          <input type="checkbox" checked={text} onChange={(e) => setText(e.currentTarget.checked)} />
          {t('operator.text')}
        </label>
        <div class="actions">
          <button class="button main">{t('operator.add')}</button>
        </div>
      </form>
    </Dialog>
  );
}
