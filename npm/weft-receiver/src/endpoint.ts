import { BusyError, Lanes, laneOf } from './once.js';
import type { OnceHandler } from './once.js';
import type { Accepted, CallbackReceiver, Headers, Refused } from './receiver.js';

/** Well below the ten seconds after which senders give up. */
const MAX_WAIT_MS = 8_000;

/** What became of a request, and what to answer. */
export type Outcome =
  | { kind: 'handled' | 'duplicate' | 'busy'; status: number; answer: string; accepted: Accepted }
  | { kind: 'failed'; status: 500; answer: string; accepted: Accepted; cause: unknown }
  | { kind: 'refused'; status: number; answer: string; refused: Refused };

/** Options of an endpoint. */
export interface EndpointOptions {
  /** How long a callback waits for the one before it in its thread. Default 8,000. */
  maxWaitMs?: number;
  /** Told of every request; by default, what is not handled goes to the console, one line each. */
  log?: (outcome: Outcome) => void;
}

/** Verifies, keeps each thread in order, handles, and tells the status to answer with. */
export class CallbackEndpoint {
  readonly #lanes: Lanes;
  readonly #log: (outcome: Outcome) => void;

  constructor(
    readonly receiver: CallbackReceiver,
    private readonly handler: OnceHandler,
    options: EndpointOptions = {},
  ) {
    this.#lanes = new Lanes(options.maxWaitMs ?? MAX_WAIT_MS);
    this.#log = options.log ?? logLine;
  }

  /** Never rejects, whatever was sent and whatever the handler throws. */
  async handle(method: string, headers: Headers, body: Uint8Array): Promise<Outcome> {
    const outcome = await this.#outcome(method, headers, body);
    try {
      this.#log(outcome);
    } catch {
      // A log that fails must not turn a handled callback into a retry.
    }
    return outcome;
  }

  async #outcome(method: string, headers: Headers, body: Uint8Array): Promise<Outcome> {
    const reception = this.receiver.receive(method, headers, body);
    if (!reception.accepted) {
      return { kind: 'refused', status: reception.status, answer: reception.reason, refused: reception };
    }
    try {
      const kind = await this.#lanes.run(laneOf(reception), () => this.handler(reception));
      return { kind, status: 200, answer: '', accepted: reception };
    } catch (cause) {
      if (cause instanceof BusyError) return { kind: 'busy', status: 503, answer: 'BUSY', accepted: reception };
      return { kind: 'failed', status: 500, answer: 'FAILED', accepted: reception, cause };
    }
  }
}

/** What HTTP wants beside the status. */
export function headersOf(outcome: Outcome): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'text/plain' };
  if (outcome.status === 405) headers['allow'] = 'POST';
  if (outcome.status === 503) headers['retry-after'] = '1';
  return headers;
}

/** Never with a secret or a body, and without line breaks of others. */
function logLine(outcome: Outcome): void {
  switch (outcome.kind) {
    case 'refused':
      console.warn(`refused reason=${outcome.answer} status=${outcome.status} detail="${outcome.refused.detail}"`);
      break;
    case 'failed':
      console.error(`failed key=${shown(outcome.accepted.key)} attempt=${outcome.accepted.attempt.number}`, outcome.cause);
      break;
    case 'busy':
      console.warn(`busy key=${shown(outcome.accepted.key)}`);
      break;
    default:
  }
}

function shown(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '?').slice(0, 100);
}
