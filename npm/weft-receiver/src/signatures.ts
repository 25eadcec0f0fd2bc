import { createHash, createHmac, createPrivateKey, createPublicKey, sign, timingSafeEqual, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Why a request was turned away. */
export type Refusal =
  | 'METHOD_NOT_ALLOWED'
  | 'BODY_TOO_LARGE'
  | 'UNSIGNED'
  | 'MALFORMED_TIMESTAMP'
  | 'TIMESTAMP_TOO_OLD'
  | 'TIMESTAMP_TOO_NEW'
  | 'SIGNATURE_MISMATCH'
  | 'NOT_JSON';

/** As in the Standard Webhooks specification: long enough for clocks that disagree. */
export const TOLERANCE_SECONDS = 300;

/** Far more than a rotation needs; an endless list would be an endless check. */
const MAX_SIGNATURES = 32;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** DER around the 32 bytes of an Ed25519 key. */
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

interface Key {
  version: 'v1' | 'v1a';
  sign(content: Buffer): Buffer;
  verifies(signature: Buffer, content: Buffer): boolean;
}

/**
 * Signs and verifies by the Standard Webhooks specification. Several secrets let one be changed
 * without a gap: all of them sign, any of them verifies.
 */
export class StandardWebhooks {
  readonly #keys: Key[];
  readonly #tolerance: number;
  readonly #now: () => number;

  /**
   * @param secrets `whsec_…` (shared), `whpk_…` (Ed25519, verifies) or `whsk_…` (Ed25519, signs too)
   * @param options `now` in milliseconds since 1970
   */
  constructor(secrets: string | string[], options: { toleranceSeconds?: number; now?: () => number } = {}) {
    this.#keys = [secrets].flat().map((secret) => parseKey(secret.trim()));
    if (this.#keys.length === 0) throw new TypeError('Standard Webhooks needs a secret');
    this.#tolerance = options.toleranceSeconds ?? TOLERANCE_SECONDS;
    this.#now = options.now ?? Date.now;
  }

  /** The value of `webhook-signature`; `webhook-timestamp` must carry the same second. */
  sign(id: string, timestampSeconds: number, body: Uint8Array): string {
    const content = signed(id, String(timestampSeconds), body);
    return this.#keys.map((key) => `${key.version},${key.sign(content).toString('base64')}`).join(' ');
  }

  /** Nothing if a signature holds, else why none does. */
  verify(
    id: string | undefined,
    timestamp: string | undefined,
    signatures: string | undefined,
    body: Uint8Array,
  ): Refusal | undefined {
    if (id === undefined || timestamp === undefined || signatures === undefined) return 'UNSIGNED';
    if (!/^\d+$/.test(timestamp) || BigInt(timestamp) >= 2n ** 63n) return 'MALFORMED_TIMESTAMP';
    const age = Math.floor(this.#now() / 1000) - Number(timestamp);
    if (age > this.#tolerance) return 'TIMESTAMP_TOO_OLD';
    if (-age > this.#tolerance) return 'TIMESTAMP_TOO_NEW';
    const content = signed(id, timestamp, body);
    const entries = signatures.split(' ').slice(0, MAX_SIGNATURES);
    return entries.some((entry) => this.#verifies(entry, content)) ? undefined : 'SIGNATURE_MISMATCH';
  }

  #verifies(entry: string, content: Buffer): boolean {
    const comma = entry.indexOf(',');
    const encoded = entry.slice(comma + 1);
    if (comma < 0 || !BASE64.test(encoded)) return false;
    const signature = Buffer.from(encoded, 'base64');
    return this.#keys.some((key) => key.version === entry.slice(0, comma) && key.verifies(signature, content));
  }
}

function signed(id: string, timestamp: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), body]);
}

function parseKey(secret: string): Key {
  if (secret.startsWith('whpk_')) return ed25519(undefined, bytes(secret.slice(5), 32));
  if (secret.startsWith('whsk_')) {
    const pair = bytes(secret.slice(5), 64);
    return ed25519(pair.subarray(0, 32), pair.subarray(32));
  }
  return hmac(bytes(secret.startsWith('whsec_') ? secret.slice(6) : secret));
}

/** Without the secret in the message. */
function bytes(base64: string, length?: number): Buffer {
  const decoded = BASE64.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
  if (decoded.length === 0) throw new TypeError('a webhook secret must be base64, and not empty');
  if (length !== undefined && decoded.length !== length) throw new TypeError(`this webhook key must have ${length} bytes`);
  return decoded;
}

function hmac(secret: Buffer): Key {
  const mac = (content: Buffer): Buffer => createHmac('sha256', secret).update(content).digest();
  return { version: 'v1', sign: mac, verifies: (signature, content) => equal(signature, mac(content)) };
}

function ed25519(seed: Buffer | undefined, publicBytes: Buffer): Key {
  const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, publicBytes]), format: 'der', type: 'spki' });
  const privateKey: KeyObject | undefined =
    seed && createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' });
  return {
    version: 'v1a',
    sign(content) {
      if (privateKey === undefined) throw new TypeError('a public key cannot sign');
      return sign(null, content, privateKey);
    },
    verifies: (signature, content) => verify(null, content, publicKey, signature),
  };
}

/** Takes the same time for every wrong value of the right length. */
function equal(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * The vendors' own signature, the `security` field: md5Hex(callId + secret + timestamp). It covers
 * nothing of the content.
 */
export function vendorSignature(secret: string, callId: string, timestamp: string): string {
  return createHash('md5').update(callId + secret + timestamp, 'utf8').digest('hex');
}

/** Whether the `security` field is the vendors' signature. */
export function verifiesVendor(security: string, secret: string, callId: string, timestamp: string): boolean {
  return equal(Buffer.from(security, 'utf8'), Buffer.from(vendorSignature(secret, callId, timestamp), 'utf8'));
}
