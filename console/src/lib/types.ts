import type { Num, Raw } from './json';

/** Documents of the API (docs/api/openapi.yaml), as far as the console reads them. Ids are texts, never numbers. */

export type Role = 'viewer' | 'operator' | 'admin';

export interface Me {
  name: string;
  role: Role;
  /** Whether message texts are shown. */
  text: boolean;
  /** The one app that a tenant link shows. */
  app?: string;
  expires: number;
  version: string;
}

export interface App {
  app: string;
  uuid: string;
  client_id: string;
  created: number;
  rules: number;
}

export type State = 'pending' | 'delivered' | 'stored' | 'discarded' | 'expired' | 'offered';

export interface Delivery {
  app: string;
  call_id: string;
  rule: string;
  thread: string;
  operation: string;
  sequence?: number;
  msg_id: string;
  kind: 'live' | 'replay' | 'test';
  job?: number;
  state: State;
  created: number;
  attempts: number;
  next_attempt?: number;
  /** Of the newest attempt. */
  status?: number;
  failure?: string;
  took_ms?: number;
  /** When the attempt ended; only of what is seen live. */
  at?: number;
}

export interface Timings {
  dns_ms: number | null;
  connect_ms: number | null;
  tls_ms: number | null;
  first_byte_ms: number | null;
  total_ms: number | null;
}

export interface Header {
  name: string;
  value: string;
}

export interface Attempt {
  number: number;
  started: number;
  status: number | null;
  failure: string | null;
  error: string | null;
  answer: string | null;
  verdict: string;
  /** Kept of attempts that did not deliver; empty for others. */
  request_headers: Header[];
  answer_headers: Header[];
  timings: Timings;
}

/** A request that a built-in receiver has got. */
export interface Received {
  number: number;
  at: number;
  status: number;
  headers: Header[];
  /** Not there for whoever may not see texts. */
  body?: string;
  size: number;
  whole: boolean;
}

export interface Bin {
  name: string;
  status: number;
  received: Received[];
}

/** The built-in receivers, and what the URL of each begins with; none while they are off. */
export interface Bins {
  on: boolean;
  url?: string;
}

export interface Story extends Omit<Delivery, 'attempts'> {
  attempts: Attempt[];
  body: Raw;
}

export interface RuleExplanation {
  rule: string;
  matched: boolean;
  events: string[];
  reason?: string;
  health: string;
  deliveries: Delivery[];
}

export interface Explanation {
  operation: string;
  at: number;
  events: string[];
  notes: string[];
  rules: RuleExplanation[];
  omitted: number;
}

export interface Health {
  state: 'delivering' | 'disabled' | 'paused' | 'banned' | 'open' | 'recovering';
  reason?: string;
  since?: number;
  until?: number;
  next_probe?: number;
  allowed?: number;
}

export interface Rule {
  name: string;
  delivery: 'push' | 'pull' | 'presend';
  url?: string;
  /** Of a pre-send hook, as the two after it. */
  timeout_ms?: number;
  on_failure?: 'pass' | 'block';
  shadow?: boolean;
  events: string[];
  enabled: boolean;
  retry: string | string[];
  on_poison: 'hold' | { park: number };
  max_concurrency?: number;
  max_per_second?: number;
  secret?: string;
  signing_secret?: string;
  previous_signing_secret?: string;
  previous_signing_secret_until?: number;
  from: string[];
  to: string[];
  group_ids: string[];
  ext_keys: string[];
  envs?: string[];
  message_types: string[];
  source: string;
  security_fields: boolean;
  copy_meta: boolean;
  created: number;
  modified: number;
  health?: Health;
}

export interface Job {
  id: number;
  kind: 'resend' | 'replay';
  state: 'running' | 'done' | 'cancelled' | 'failed';
  reason?: string;
  selection: Record<string, string | number | string[]>;
  target_url?: string;
  rate: number;
  queued: number;
  delivered: number;
  failed: number;
  skipped: number;
  created: number;
  finished?: number;
}

export interface DryRun {
  count: number;
  exact: boolean;
  first?: number;
  last?: number;
}

export interface RuleHealth {
  app: string;
  rule: string;
  url?: string;
  delivery: 'push' | 'pull' | 'presend';
  health: Health;
  undelivered: number;
  oldest?: number;
  /** Attempts of each of the last 60 minutes, oldest first. */
  delivered: number[];
  failed: number[];
}

export interface Node {
  node: number;
  name: string;
  version: string;
  url: string;
  health: string;
  lease_ms?: number;
  partitions: number;
  undelivered: number;
  oldest?: number;
}

export interface Overview {
  rules: RuleHealth[];
  rules_left_out: number;
  nodes: Node[];
  stored: number;
  apps: number;
  deliveries: boolean;
  undelivered: number;
  now: number;
}

export interface FailureGroup {
  app: string;
  rule: string;
  url?: string;
  status?: number;
  failure?: string;
  shape: string;
  attempts: number;
  deliveries: number;
  threads: number;
  first: number;
  last: number;
  call_ids: string[];
}

export interface Consumer {
  rule: string;
  consumer: string;
  cursor: string;
  committed: number;
  lag?: number;
}

export interface Operator {
  name: string;
  role: Role;
  text: boolean;
  created: number;
  last_login?: number;
  sessions: number;
}

export interface AuditEntry {
  id: number;
  at: number;
  operator: string;
  action: string;
  app?: string;
  detail: string;
  address: string;
  status: number;
}

export interface Message {
  msg_id: string;
  from: string;
  type: string;
  sent: number;
  changed?: number;
  edits?: number;
  recalled?: boolean;
  body?: Raw;
  text?: string;
}

export interface ThreadView {
  id: string;
  name: string;
  owner: string;
  group: string;
  created: number;
  message_count: number;
  sequence: number;
  members: string[];
}

export interface Page<T> {
  data: T[];
  count?: number;
  cursor?: string;
}

export type Id = string | number | Num;
