import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { language, t, type Key } from './i18n';
import { setPref, usePrefs, type Theme } from './lib/prefs';
import { go, href, usePlace } from './lib/router';
import { useSession } from './lib/session';
import { zone } from './lib/time';
import { useKeys } from './lib/use';
import { session as sessionCall } from './lib/api';
import { Dialog, Menu, Segments } from './ui/basics';
import { Icon, Mark } from './ui/icons';

/** What the rail shows: the screens, by what a person wants there. */
export const RAIL: [Key, string[]][] = [
  ['nav.watch', ['overview', 'live', 'deliveries', 'why']],
  ['nav.steer', ['rules', 'failures', 'storage', 'replay', 'consumers']],
  ['nav.chat', ['threads', 'chat']],
  ['nav.settings', ['start', 'apps', 'operators', 'audit', 'reference']],
];

/** Keys that lead to a screen after `g`. */
const JUMPS: Record<string, string> = { o: 'overview', l: 'live', d: 'deliveries', w: 'why', r: 'rules', f: 'failures', s: 'storage', j: 'replay', t: 'threads', c: 'chat', a: 'audit' };

/** How long after `g` a key leads to a screen. */
const JUMP_MS = 1200;

function Rail({ at }: { at: string }) {
  const { me } = useSession();
  const hidden = me.app !== undefined ? ['start', 'operators', 'audit', 'apps'] : me.role === 'admin' ? [] : ['operators', 'audit'];
  return (
    <nav class="rail" aria-label={t('nav')} id="rail">
      <a class="brand" href={href(['overview'])}>
        <Mark />
        Weft
      </a>
      {RAIL.map(([title, screens]) => (
        <div key={title}>
          <h2>{t(title)}</h2>
          {screens
            .filter((screen) => !hidden.includes(screen))
            .map((screen) => (
              <a key={screen} class="item" href={href([screen])} aria-current={at === screen ? 'page' : undefined}>
                <Icon name={screen} />
                {t(`screen.${screen}` as Key)}
              </a>
            ))}
        </div>
      ))}
      <footer>
        Weft {me.version}
        <br />
        {t('zone', { zone: zone() })}
      </footer>
    </nav>
  );
}

/** Takes any id and goes to where it is found. */
function Find() {
  const [text, setText] = useState('');
  const ref = useRef<HTMLInputElement>(null);
  useKeys({
    '/': () => {
      ref.current?.focus();
      ref.current?.select();
    },
  });
  return (
    <form
      class="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) go(href(['deliveries'], { q: text.trim() }));
        ref.current?.blur();
      }}
    >
      <input ref={ref} type="search" value={text} placeholder={t('find')} aria-label={t('find')} onInput={(e) => setText(e.currentTarget.value)} />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

function Me() {
  const { me, signOut } = useSession();
  const prefs = usePrefs();
  return (
    <Menu label={t('me', { name: me.name })} text={<span class="cut">{me.name}</span>}>
      <div class="head">
        <b>{me.name}</b>
        <div class="muted small">
          {t(`role.${me.role}`)} · {me.text ? t('text.yes') : t('text.no')}
        </div>
        {me.app && <div class="muted small">{me.app}</div>}
      </div>
      <div class="row">
        {t('theme')}
        <Segments<Theme>
          label={t('theme')}
          value={prefs.theme}
          options={[
            ['system', t('theme.system')],
            ['light', t('theme.light')],
            ['dark', t('theme.dark')],
          ]}
          onChange={(theme) => setPref('theme', theme)}
        />
      </div>
      <div class="row">
        {t('language')}
        <Segments<'en' | 'zh'>
          label={t('language')}
          value={language()}
          options={[
            ['en', 'English'],
            ['zh', '中文'],
          ]}
          onChange={(value) => setPref('language', value)}
        />
      </div>
      <button type="button" onClick={signOut}>
        {t('out')}
      </button>
      {!me.app && (
        <button type="button" onClick={() => void sessionCall('DELETE', '/sessions').finally(signOut)}>
          {t('out.all')}
        </button>
      )}
    </Menu>
  );
}

function Shortcuts({ onClose }: { onClose: () => void }) {
  const keys: [string, string][] = [
    ['/', t('keys.find')],
    ['j k', t('keys.move')],
    ['Enter', t('keys.open')],
    ['x', t('keys.select')],
    ['r', t('keys.resend')],
    ['p', t('keys.pause')],
    ['g …', t('keys.go')],
    ['?', t('keys.help')],
  ];
  return (
    <Dialog title={t('keys')} onClose={onClose}>
      <dl class="facts">
        {keys.map(([key, text]) => [
          <dt key={key}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={key + '.'}>{text}</dd>,
        ])}
      </dl>
    </Dialog>
  );
}

/** Whether the browser says that it has a network. */
function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const on = (): void => setOnline(navigator.onLine);
    addEventListener('online', on);
    addEventListener('offline', on);
    return () => {
      removeEventListener('online', on);
      removeEventListener('offline', on);
    };
  }, []);
  return online;
}

export function Shell({ children }: { children: ComponentChildren }) {
  const place = usePlace();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  const jumpUntil = useRef(0);
  const online = useOnline();
  const main = useRef<HTMLElement>(null);
  const at = place.path[0] ?? '';
  useKeys({
    '?': () => setHelp(true),
    g: () => (jumpUntil.current = performance.now() + JUMP_MS),
    Escape: () => setMenu(false),
  });
  useEffect(() => {
    const on = (event: KeyboardEvent): void => {
      const screen = performance.now() < jumpUntil.current ? JUMPS[event.key] : undefined;
      jumpUntil.current = 0;
      if (screen) {
        event.preventDefault();
        event.stopImmediatePropagation();
        go(href([screen]));
      }
    };
    addEventListener('keydown', on, { capture: true });
    return () => removeEventListener('keydown', on, { capture: true });
  }, []);
  useEffect(() => {
    setMenu(false);
    const known = RAIL.some(([, screens]) => screens.includes(at));
    document.title = known ? `${t(`screen.${at}` as Key)} · Weft` : 'Weft';
  }, [at]);
  return (
    <div class="shell" data-menu={menu ? 'open' : 'closed'}>
      <Rail at={at} />
      {menu && <button type="button" class="veil" aria-label={t('close')} onClick={() => setMenu(false)} />}
      <div>
        <header class="bar">
          <button type="button" class="button quiet icon menu-button" aria-label={t('nav')} aria-controls="rail" aria-expanded={menu} onClick={() => setMenu(!menu)}>
            <Icon name="menu" />
          </button>
          <Find />
          <span class="spring" />
          <button type="button" class="button quiet icon wide" aria-label={t('keys')} onClick={() => setHelp(true)}>
            ?
          </button>
          <Me />
        </header>
        <main ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
      {help && <Shortcuts onClose={() => setHelp(false)} />}
      {!online && (
        <div class="offline" role="alert">
          {t('state.offline.text')}
        </div>
      )}
    </div>
  );
}
