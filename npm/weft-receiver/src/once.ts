import { threadOf } from './callbacks.js';
import type { Accepted } from './receiver.js';

/** What the app does with a callback. Whatever it throws makes the sender try again. */
export type Handler = (accepted: Accepted) => void | Promise<void>;

/** Does what the app does with a callback, unless it was done before. */
export type OnceHandler = (accepted: Accepted) => Promise<'handled' | 'duplicate'>;

/** Remembers which callbacks were handled: a table, a cache, a set. */
export interface SeenStore {
  has(key: string): boolean | Promise<boolean>;
  add(key: string): void | Promise<void>;
}

/** The newest keys, in memory: enough against a sender's retries, and forgotten when the process ends. */
export class MemoryStore implements SeenStore {
  readonly #keys = new Set<string>();

  constructor(private readonly capacity = 10_000) {}

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.delete(key);
    this.#keys.add(key);
    if (this.#keys.size > this.capacity) {
      for (const oldest of this.#keys) {
        this.#keys.delete(oldest);
        break;
      }
    }
  }
}

/**
 * Handles each callback once, as far as the store remembers. The key is added after the handler has
 * ended: if the process dies between the two, the callback is handled again. To close that gap, write
 * an `OnceHandler` that inserts `accepted.key` in the transaction of the app's own work.
 */
export function once(handler: Handler, store: SeenStore = new MemoryStore()): OnceHandler {
  return async (accepted) => {
    if (await store.has(accepted.key)) return 'duplicate';
    await handler(accepted);
    await store.add(accepted.key);
    return 'handled';
  };
}

/** The callback before it in its thread has not ended in time. */
export class BusyError extends Error {
  override name = 'BusyError';
}

/** Runs the work of one thread in order, and that of different threads side by side. */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  /** @param waitMs how long work waits for what is before it */
  constructor(private readonly waitMs: number) {}

  async run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(lane) ?? Promise.resolve();
    let end = (): void => {};
    const own = new Promise<void>((resolve) => (end = resolve));
    const tail = before.then(() => own);
    this.#tails.set(lane, tail);
    void tail.then(() => {
      if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
    });
    try {
      await this.#wait(before);
      return await work();
    } finally {
      end();
    }
  }

  async #wait(before: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new BusyError('another callback of this thread is still being handled')), this.waitMs);
    });
    try {
      await Promise.race([before, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The lane of a callback: its thread, or else itself, so that a duplicate never overtakes the first. */
export function laneOf(accepted: Accepted): string {
  return threadOf(accepted.callback) ?? accepted.key;
}
