import { t, type Key } from '../i18n';

/** What the API says in English, and where the dictionaries have it. What is not here is shown as it came. */
const KNOWN: [RegExp, Key][] = [
  [/^the rule is disabled$/, 'reason.disabled'],
  [/^events has no "(.*)"$/, 'reason.events'],
  [/^from, to and group_ids together never match$/, 'reason.never'],
  [/^from does not name (.*)$/, 'reason.from'],
  [/^to does not name the receiver$/, 'reason.to'],
  [/^group_ids names neither the thread nor its group$/, 'reason.groups'],
  [/^message_types has no (.*)$/, 'reason.types'],
  [/^source is not (.*)$/, 'reason.source'],
  [/^the message's ext has none of ext_keys$/, 'reason.ext'],
  [/^envs has no "(.*)"$/, 'reason.envs'],
  [/^it is a pre-send hook:/, 'reason.presend'],
  [/^the rule was made later, at (.*)$/, 'reason.later'],
  [/^it matched then; by what is known now: (.*)$/, 'reason.then'],
  [/^it matches by what is known now, but there is no delivery:/, 'reason.gone'],
  [/^the message went nowhere and gives no callback: there was no group or thread ([^,]*),/, 'reason.nowhere'],
  [/^paused: (.*)$/, 'reason.paused'],
  [/^banned until (.*)$/, 'reason.banned'],
  [/^failing, next attempt at (.*)$/, 'reason.failing'],
  [/^disabled$/, 'health.disabled'],
  [/^recovering$/, 'health.recovering'],
  [/^deleted$/, 'reason.deleted'],
];

/** A sentence of the API in the language of the page. */
export function reason(text: string): string {
  for (const [pattern, key] of KNOWN) {
    const found = pattern.exec(text);
    if (found) return t(key, { a: key === 'reason.then' ? reason(found[1]!) : (found[1] ?? '') });
  }
  return text;
}
