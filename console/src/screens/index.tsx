import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { Place } from '../lib/router';
import { Empty, Failed, Loading } from '../ui/states';
import { Apps } from './apps';
import { Audit } from './audit';
import { Chat } from './chat';
import { Consumers } from './consumers';
import { Deliveries } from './deliveries';
import { DeliveryScreen } from './delivery';
import { Failures } from './failures';
import { Start } from './first-steps';
import { Live } from './live';
import { Operators } from './operators';
import { Overview } from './overview';
import { ReplayJobs } from './replay';
import { NewRule, RuleScreen } from './rule';
import { Rules } from './rules';
import { Storage } from './storage';
import { ThreadScreen, Threads } from './threads';
import { Why } from './why';

/** A screen that is fetched when it is first shown: it brings a large document along. */
function Later({ load }: { load: () => Promise<ComponentType> }) {
  const [screen, setScreen] = useState<{ Shown: ComponentType } | null>(null);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    load().then((Shown) => setScreen({ Shown }), setError);
  }, []);
  if (error !== undefined) return <Failed error={error} />;
  return screen ? <screen.Shown /> : <Loading lines={10} />;
}

const SIMPLE: Record<string, ComponentType> = {
  start: Start,
  overview: Overview,
  live: Live,
  why: Why,
  failures: Failures,
  storage: Storage,
  replay: ReplayJobs,
  consumers: Consumers,
  chat: Chat,
  apps: Apps,
  operators: Operators,
  audit: Audit,
};

/** The screen of an address. */
export function Screen({ place }: { place: Place }) {
  const [first, second, third] = place.path;
  switch (first) {
    case 'deliveries':
      return second && third ? <DeliveryScreen key={second + third} app={second} callId={third} /> : <Deliveries />;
    case 'rules':
      return second === 'new' ? <NewRule /> : second && third ? <RuleScreen key={second + third} app={second} name={third} /> : <Rules />;
    case 'threads':
      return second && third ? <ThreadScreen key={second + third} app={second} id={third} /> : <Threads />;
    case 'reference':
      return <Later load={() => import('./api').then((module) => module.Api)} />;
    default: {
      const Shown = first ? SIMPLE[first] : undefined;
      return Shown ? <Shown /> : <Empty title={t('state.missing')} />;
    }
  }
}
