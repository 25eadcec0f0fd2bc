import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { pref } from './prefs';
import { usePlace } from './router';
import type { App, Me, Role } from './types';

export interface Session {
  me: Me;
  apps: App[];
  reloadApps: () => void;
  signOut: () => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  return useContext(SessionContext)!;
}

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** Whether the session may do what needs `role`. The server decides again; this only hides what it would refuse. */
export function useMay(role: Role): boolean {
  return RANK[useSession().me.role] >= RANK[role];
}

/** Whether the session may decide who gets to see what people write: rules, members, links, files. */
export function useMayDecide(): boolean {
  const { me } = useSession();
  return useMay('operator') && me.text;
}

/** The app that a screen of one app is about: that of the address, the last one chosen, or the first. */
export function useApp(): string {
  const { apps } = useSession();
  const named = usePlace().query.get('app');
  const known = (app: string): boolean => apps.some((one) => one.app === app);
  if (named && known(named)) return named;
  return known(pref('app')) ? pref('app') : (apps[0]?.app ?? '');
}
