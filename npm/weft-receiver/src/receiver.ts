import { createHash } from 'node:crypto';
import type { Callback } from './callbacks.js';
import { get, isObject, text } from './fields.js';
import { JsonError, parseJson } from './json.js';
import type { Json } from './json.js';
import { isOffline, parseCallback } from './parse.js';
import { StandardWebhooks, verifiesVendor } from './signatures.js';
import type { Refusal } from './signatures.js';

/** A thread callback is about 1 KB and a message may be 5; the rest is room for `ext`. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** The longest key; a longer one is replaced by its digest. */
const MAX_KEY = 200;

/** What happened in the thread; `unknown` where no header tells. */
export type Change = 'sent' | 'recalled' | 'modified' | 'unknown';

/** How a callback came: what the headers beside the body tell. */
export interface Attempt {
  /** `webhook-id`; absent from the vendors' own clouds. */
  id?: string | undefined;
  change: Change;
  /** The place of the change in its thread. */
  sequence?: number | undefined;
  /** 1 for the first attempt. */
  number: number;
  /** Somebody asked for it to be sent again. */
  replay: boolean;
  /** Which signature was checked. */
  proof: 'standard-webhooks' | 'vendor-md5' | 'none';
}

/** The callback is genuine and read. */
export interface Accepted {
  accepted: true;
  status: 200;
  callback: Callback;
  attempt: Attempt;
  /** The same for every attempt of the same callback. */
  key: string;
}

/** The request is not to be believed or not to be read. */
export interface Refused {
  accepted: false;
  status: number;
  reason: Refusal;
  /** For the log; it quotes neither the body nor a secret. */
  detail: string;
}

/** What became of one request. */
export type Reception = Accepted | Refused;

/** The headers of a request: of Node, of the Fetch API, or a plain object. */
export type Headers = { get(name: string): string | null } | Record<string, string | string[] | undefined>;

/** What a receiver needs to know: at least one secret. */
export interface ReceiverOptions {
  /** The rule's signing secret, `whsec_…` or `whpk_…`; the old and the new one while it is changed. */
  secret?: string | string[] | undefined;
  /** The secret of the rule in a vendor's console; leave it out where all callbacks come from Weft. */
  vendorSecret?: string | undefined;
  /** Believe callbacks without any signature. */
  acceptUnsigned?: boolean | undefined;
  /** How far a signature's time may be from this machine's. Default 300. */
  toleranceSeconds?: number | undefined;
  /** Default 1 MiB. */
  maxBodyBytes?: number | undefined;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
}

const WHY: Record<Refusal, [number, string]> = {
  METHOD_NOT_ALLOWED: [405, 'callbacks are sent with POST'],
  BODY_TOO_LARGE: [413, 'the body is larger than this receiver reads'],
  UNSIGNED: [401, 'there is no signature this receiver could check'],
  MALFORMED_TIMESTAMP: [401, 'webhook-timestamp is not a number of seconds'],
  TIMESTAMP_TOO_OLD: [401, 'signed too long ago: a replay, or a clock that is behind'],
  TIMESTAMP_TOO_NEW: [401, 'signed in the future: a clock is ahead'],
  SIGNATURE_MISMATCH: [401, 'no signature matches: another secret, or a changed body'],
  NOT_JSON: [400, 'the body is not a JSON object this receiver can read'],
};

/** Turns a request of any web framework into a verified, typed callback. */
export class CallbackReceiver {
  readonly maxBodyBytes: number;
  readonly #standard: StandardWebhooks | undefined;
  readonly #vendorSecret: string | undefined;
  readonly #acceptUnsigned: boolean;

  /** Throws a TypeError without a secret, and with one secret where the other belongs. */
  constructor(options: ReceiverOptions) {
    const secrets = options.secret === undefined ? [] : [options.secret].flat().map(signingSecret);
    this.#vendorSecret = options.vendorSecret === undefined ? undefined : vendorSecret(options.vendorSecret);
    this.#acceptUnsigned = options.acceptUnsigned ?? false;
    if (secrets.length === 0 && this.#vendorSecret === undefined && !this.#acceptUnsigned) {
      throw new TypeError('a receiver needs a secret to verify callbacks with');
    }
    this.#standard =
      secrets.length === 0
        ? undefined
        : new StandardWebhooks(secrets, {
            ...(options.toleranceSeconds === undefined ? {} : { toleranceSeconds: options.toleranceSeconds }),
            ...(options.now === undefined ? {} : { now: options.now }),
          });
    this.maxBodyBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
  }

  /** Never throws, whatever was sent. `body` is the request's bytes, before any JSON middleware. */
  receive(method: string, headers: Headers, body: Uint8Array): Reception {
    if (method !== 'POST') return refused('METHOD_NOT_ALLOWED');
    if (body.byteLength > this.maxBodyBytes) return refused('BODY_TOO_LARGE');
    const signatures = header(headers, 'webhook-signature');
    if (this.#standard !== undefined && signatures !== undefined) {
      const id = header(headers, 'webhook-id');
      const refusal = this.#standard.verify(id, header(headers, 'webhook-timestamp'), signatures, body);
      return refusal === undefined ? read(body, headers, () => 'standard-webhooks') : refused(refusal);
    }
    if (this.#vendorSecret === undefined && !this.#acceptUnsigned) return refused('UNSIGNED');
    return read(body, headers, (json) => this.#vendorProof(json));
  }

  /** A wrong signature is refused even where none is needed. */
  #vendorProof(json: Json): Attempt['proof'] | Refusal {
    const security = text(get(json, 'security'));
    if (security === undefined || this.#vendorSecret === undefined) {
      if (this.#acceptUnsigned) return 'none';
      return security === undefined ? 'UNSIGNED' : 'SIGNATURE_MISMATCH';
    }
    const callId = text(get(json, 'callId')) ?? '';
    const timestamp = text(get(json, 'timestamp')) ?? '';
    return verifiesVendor(security, this.#vendorSecret, callId, timestamp) ? 'vendor-md5' : 'SIGNATURE_MISMATCH';
  }
}

function signingSecret(secret: string): string {
  const trimmed = secret.trim();
  if (trimmed.startsWith('whsk_')) {
    throw new TypeError('this is a private key (whsk_...), which only the sender may have: give the receiver its public half, which begins with whpk_');
  }
  if (!trimmed.startsWith('whsec_') && !trimmed.startsWith('whpk_')) {
    throw new TypeError('this is not a signing secret, which begins with whsec_ (signing_secret of the callback rule): if it is the secret of the rule in the vendor\'s console (secret of the rule), it belongs to vendorSecret');
  }
  return trimmed;
}

function vendorSecret(secret: string): string {
  if (secret.trim() === '') throw new TypeError('a vendor secret must not be empty');
  if (/^\s*wh(sec|pk|sk)_/.test(secret)) {
    throw new TypeError('this is a signing secret: it belongs to secret; a vendor secret is the secret of the rule in the vendor\'s console (secret of the callback rule)');
  }
  return secret;
}

function refused(reason: Refusal, detail?: string): Refused {
  const [status, explanation] = WHY[reason];
  return { accepted: false, status, reason, detail: detail ?? explanation };
}

function read(body: Uint8Array, headers: Headers, check: (json: Json) => Attempt['proof'] | Refusal): Reception {
  let json: Json;
  try {
    json = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (e) {
    return refused('NOT_JSON', e instanceof JsonError ? e.message : 'the body is not UTF-8');
  }
  if (!isObject(json)) return refused('NOT_JSON');
  const proof = check(json);
  if (proof !== 'standard-webhooks' && proof !== 'vendor-md5' && proof !== 'none') return refused(proof);
  const callback = parseCallback(json);
  const attempt = readAttempt(headers, proof);
  return { accepted: true, status: 200, callback, attempt, key: keyOf(callback, attempt, body) };
}

function readAttempt(headers: Headers, proof: Attempt['proof']): Attempt {
  return {
    id: header(headers, 'webhook-id'),
    change: CHANGES[header(headers, 'weft-operation') ?? ''] ?? 'unknown',
    sequence: count(header(headers, 'weft-sequence')),
    number: count(header(headers, 'weft-attempt')) ?? 1,
    replay: header(headers, 'weft-replay') === 'true',
    proof,
  };
}

const CHANGES: Record<string, Change | undefined> = Object.assign(Object.create(null), {
  send: 'sent',
  recall: 'recalled',
  modify: 'modified',
});

function count(value: string | undefined): number | undefined {
  if (value === undefined || !/^\d+$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/**
 * The webhook id only if a signature covers it, else the call id, else the event's own id, else the
 * body itself. A callback to an offline member shares its call id with those to the others.
 */
function keyOf(callback: Callback, attempt: Attempt, body: Uint8Array): string {
  const { envelope } = callback;
  const believed = attempt.proof === 'standard-webhooks' ? attempt.id : undefined;
  const own = envelope.msgId === undefined ? undefined : `${envelope.chatType} ${envelope.msgId}`;
  const id = believed ?? envelope.callId ?? own ?? sha256(body);
  const key = isOffline(envelope) ? `${id} to ${envelope.to}` : id;
  return key.length <= MAX_KEY ? key : sha256(Buffer.from(key, 'utf8'));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** For any letter case; several lines of one header become one value, with a space between. */
function header(headers: Headers, name: string): string | undefined {
  if (typeof headers.get === 'function') {
    // The Fetch API joins lines with a comma and a space, which no signature has in it.
    return (headers.get(name) ?? undefined)?.replaceAll(', ', ' ');
  }
  const lines = Object.entries(headers as Record<string, string | string[] | undefined>)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? [])
    .map((value) => (name === 'webhook-signature' ? value.replaceAll(', ', ' ') : value));
  return lines.length === 0 ? undefined : lines.join(' ');
}
