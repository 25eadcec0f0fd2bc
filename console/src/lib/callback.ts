import { bytesOf, fromBase64, hex, hmacSha256, md5, toBase64 } from './hash';
import { Num, parse, type Json, type Raw } from './json';
import type { Attempt, Received, Rule, Story } from './types';

/** Headers that say how long a request is and whom it is for: whoever sends it again has others. */
const OF_THE_CONNECTION = ['host', 'content-length'];

/** Whether the headers of the attempt were kept as they were sent. */
export const keptHeaders = (attempt: Attempt | undefined): boolean => (attempt?.request_headers.length ?? 0) > 0;

/**
 * Headers of the attempt as they were sent, if they were kept; else as docs/callbacks.md has them, and without a secret
 * there is no signature.
 */
export function headersOf(story: Story, attempt: Attempt | undefined, rule: Rule | undefined, at = attempt?.started ?? story.created): [string, string][] {
  if (attempt && keptHeaders(attempt)) {
    return attempt.request_headers
      .map(({ name, value }): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => !OF_THE_CONNECTION.includes(name));
  }
  const timestamp = String(Math.floor(at / 1000));
  const headers: [string, string][] = [
    ['content-type', 'application/json'],
    ['webhook-id', story.call_id],
    ['webhook-timestamp', timestamp],
  ];
  const signature = rule ? signatureOf(story, timestamp, rule) : undefined;
  if (signature) headers.push(['webhook-signature', signature]);
  headers.push(['weft-operation', story.operation]);
  if (story.sequence !== undefined) headers.push(['weft-sequence', String(story.sequence)]);
  headers.push(['weft-attempt', String(attempt?.number ?? 1)]);
  if (story.kind === 'replay') headers.push(['weft-replay', 'true']);
  return headers;
}

/** The Standard Webhooks signature under the rule's secret as it is now. */
export function signatureOf(story: Story, timestamp: string, rule: Rule): string | undefined {
  if (!rule.signing_secret) return undefined;
  try {
    const key = fromBase64(rule.signing_secret.replace(/^whsec_/, ''));
    return 'v1,' + toBase64(hmacSha256(key, bytesOf(`${story.call_id}.${timestamp}.${story.body.text}`)));
  } catch {
    return undefined;
  }
}

/** `genuine` if a signature of the request was made with a secret of the rule; `unchecked` if that cannot be said here. */
export function genuine(request: Received, rule: Rule | undefined): 'genuine' | 'forged' | 'unchecked' {
  const header = (name: string): string => request.headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
  const carried = header('webhook-signature').split(' ');
  const secrets = [rule?.signing_secret, rule?.previous_signing_secret].filter((one) => one !== undefined);
  if (secrets.length === 0 || request.body === undefined || !request.whole || carried[0] === '') return 'unchecked';
  const signed = bytesOf(`${header('webhook-id')}.${header('webhook-timestamp')}.${request.body}`);
  const computed = secrets.map((secret) => 'v1,' + toBase64(hmacSha256(fromBase64(secret.replace(/^whsec_/, '')), signed)));
  return carried.some((one) => computed.includes(one)) ? 'genuine' : 'forged';
}

export interface VendorProof {
  callId: string;
  timestamp: string;
  /** What the body carries. */
  found: string;
  /** What the secret gives. */
  computed: string;
}

/** The vendor's signature in the body, computed again; undefined if the body has none. */
export function vendorProof(body: Raw, secret: string): VendorProof | undefined {
  let document: Json;
  try {
    document = parse(body.text);
  } catch {
    return undefined;
  }
  const fields = (document ?? {}) as Record<string, Json>;
  const found = fields['security'];
  const callId = fields['callId'];
  const timestamp = fields['timestamp'];
  if (typeof found !== 'string' || typeof callId !== 'string' || (typeof timestamp !== 'number' && !(timestamp instanceof Num))) {
    return undefined;
  }
  return { callId, timestamp: String(timestamp), found, computed: hex(md5(bytesOf(callId + secret + String(timestamp)))) };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A shell command that sends the same request. */
export function asCurl(url: string, headers: [string, string][], body: string): string {
  const lines = headers.map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`);
  return [`curl -i -X POST ${quoted(url)}`, ...lines, `  --data-binary ${quoted(body)}`].join(' \\\n');
}

const javaText = (text: string): string =>
  '"' +
  text.replace(/[\\"\u0000-\u001f\u007f-\uffff]/g, (c) =>
    c === '\\' || c === '"' ? '\\' + c : c === '\n' ? '\\n' : c === '\t' ? '\\t' : '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'),
  ) +
  '"';

/** Java strings end at 65,535 bytes: a longer one is put together. */
function javaBody(text: string): string {
  const parts = text.match(/[\s\S]{1,160}/g) ?? [''];
  return parts.map(javaText).join('\n            + ');
}

/** A JUnit test that gives this very callback to the receiver library, at the time it was sent. */
export function asJUnit(story: Story, headers: [string, string][]): string {
  const name = story.operation.replace(/\W/g, '') || 'callback';
  const entries = headers
    .filter(([key]) => key !== 'content-type')
    .map(([key, value]) => `            Map.entry(${javaText(key)}, List.of(${javaText(value)}))`);
  const timestamp = headers.find(([key]) => key === 'webhook-timestamp')?.[1] ?? '0';
  return `import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Callback ${story.call_id.replace(/[^\x20-\x7e]/g, '?')} of rule ${story.rule.replace(/[^\x20-\x7e]/g, '?')}.
class RecordedCallbackTest {

  private static final String SECRET = System.getenv("WEFT_SIGNING_SECRET");

  @Test
  void takesThe_${name}_callback() {
    CallbackReceiver receiver =
        CallbackReceiver.builder()
            .secret(SECRET)
            .clock(Clock.fixed(Instant.ofEpochSecond(${timestamp}L), ZoneOffset.UTC))
            .build();
    Map<String, List<String>> headers =
        Map.ofEntries(
${entries.join(',\n')});
    String body =
        ${javaBody(story.body.text)};

    Reception reception = receiver.receive("POST", headers, body.getBytes(StandardCharsets.UTF_8));

    assertInstanceOf(Reception.Accepted.class, reception);
  }
}
`;
}

export interface DiffLine {
  kind: 'same' | 'add' | 'del';
  text: string;
}

/** Lines that two texts do not share, in order (longest common subsequence); of long ones only the first part. */
export function diff(before: string, after: string): DiffLine[] {
  const a = before.split('\n').slice(0, 600);
  const b = after.split('\n').slice(0, 600);
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i]! });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      lines.push({ kind: 'del', text: a[i++]! });
    } else {
      lines.push({ kind: 'add', text: b[j++]! });
    }
  }
  return lines;
}
