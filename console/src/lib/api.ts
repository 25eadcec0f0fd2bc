import { parse, write, type Json } from './json';

/** What a call came to when it was not 2xx. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The server could not be reached at all. */
export class OfflineError extends Error {}

export type Query = Record<string, string | number | undefined | null>;

/** Says to the server that a page of its own is asking: no other site's page may send it. */
export const PAGE_HEADER = 'X-Weft-Console';

const API = '/console/api';

export function queryText(query: Query): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? '' : '?' + parts.join('&');
}

/** `acme#chat` as the first two segments of a path. */
export function appPath(app: string): string {
  const [org, name] = app.split('#');
  return `/${encodeURIComponent(org ?? '')}/${encodeURIComponent(name ?? '')}`;
}

let onUnauthorized: () => void = () => {};

/** What to do when the session is over. */
export function whenSignedOut(listener: () => void): void {
  onUnauthorized = listener;
}

async function send(method: string, url: string, body: Json | undefined, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { [PAGE_HEADER]: '1', Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = { method, headers, cache: 'no-store', credentials: 'same-origin', redirect: 'error' };
  if (body !== undefined) init.body = write(body);
  if (signal) init.signal = signal;
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new OfflineError('the server cannot be reached');
  }
}

function message(document: Json): { code: string; text: string } {
  const fields = (document ?? {}) as Record<string, Json>;
  return {
    code: String(fields['error'] ?? ''),
    text: String(fields['error_description'] ?? fields['error'] ?? ''),
  };
}

async function read<T>(response: Response, rawKeys: string[]): Promise<T> {
  const text = await response.text();
  if (!response.ok) {
    let said = { code: '', text: '' };
    try {
      said = message(parse(text));
    } catch {
      // What stands in front of the server answered, not the server.
    }
    throw new ApiError(response.status, said.code, said.text || `HTTP ${response.status}`);
  }
  return (text === '' ? {} : parse(text, ...rawKeys)) as T;
}

/** Calls the session itself: who am I, let me in, let me out. */
export async function session<T>(method: string, path: string, body?: Json): Promise<T> {
  return read<T>(await send(method, '/console' + path, body), []);
}

/** Calls a documented route with the right of the session. */
export async function call<T>(
  method: string,
  path: string,
  options: { query?: Query; body?: Json; rawKeys?: string[]; signal?: AbortSignal } = {},
): Promise<T> {
  const url = API + path + queryText(options.query ?? {});
  const response = await send(method, url, options.body, options.signal);
  if (response.status === 401) onUnauthorized();
  return read<T>(response, options.rawKeys ?? []);
}

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path, signal ? { query, signal } : { query });
}

/** The answer as it is: for what shows calls themselves. */
export async function rawCall(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const headers: Record<string, string> = { [PAGE_HEADER]: '1' };
  const init: RequestInit = { method, headers, cache: 'no-store', redirect: 'error' };
  if (body) {
    headers['Content-Type'] = 'application/json';
    init.body = body;
  }
  const response = await fetch(API + path, init);
  return { status: response.status, text: await response.text() };
}

async function sendFile(method: string, path: string, body?: FormData): Promise<Response> {
  const init: RequestInit = { method, headers: { [PAGE_HEADER]: '1' }, cache: 'no-store', credentials: 'same-origin', redirect: 'error' };
  if (body) init.body = body;
  let response: Response;
  try {
    response = await fetch(API + path, init);
  } catch {
    throw new OfflineError('the server cannot be reached');
  }
  if (response.status === 401) onUnauthorized();
  if (!response.ok) await read(response, []);
  return response;
}

/** Uploads a file as a form does. */
export async function upload(path: string, file: File): Promise<void> {
  const form = new FormData();
  form.append('file', file);
  await sendFile('POST', path, form);
}

/** Gives what a route answers to the browser as a file: it is never opened as a page of this origin. */
export async function download(path: string, name: string): Promise<void> {
  const blob = await (await sendFile('GET', path)).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** One server-sent event. */
export interface ServerEvent {
  event: string;
  data: string;
}

/** How long to wait before a stream that broke off is opened again. */
const RETRY_MS = 1500;

/**
 * Follows a stream of server-sent events until `signal` ends it. `EventSource` cannot send a header, so this reads the
 * answer itself.
 */
export async function follow(
  path: string,
  query: Query,
  signal: AbortSignal,
  on: { event: (event: ServerEvent) => void; open: () => void; broken: (error: unknown) => void },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await send('GET', API + path + queryText(query), undefined, signal);
      if (response.status === 401) onUnauthorized();
      if (!response.ok || !response.body) await read(response, []);
      on.open();
      await readEvents(response.body!, on.event);
    } catch (error) {
      if (signal.aborted) return;
      on.broken(error);
      if (error instanceof ApiError && error.status < 500) return;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, on: (event: ServerEvent) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const event: ServerEvent = { event: 'message', data: '' };
      for (const line of block.split('\n')) {
        if (line.startsWith('event:')) event.event = line.slice(6).trim();
        if (line.startsWith('data:')) event.data += line.slice(5).trimStart();
      }
      if (event.data !== '') on(event);
    }
  }
}
