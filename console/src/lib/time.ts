import { language, t } from '../i18n';

const two = (n: number): string => String(n).padStart(2, '0');

/** `14:03:07.251` today, `11-27 14:03:07` in this year, else with the year. Always in the zone of this browser. */
export function clock(millis: number, now = Date.now()): string {
  const at = new Date(millis);
  const day = new Date(now);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  if (at.toDateString() === day.toDateString()) return `${time}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  const date = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.getFullYear() === day.getFullYear() ? `${date} ${time}` : `${at.getFullYear()}-${date} ${time}`;
}

/** Everything: for a tooltip. */
export function exact(millis: number): string {
  return new Date(millis).toISOString();
}

/** The zone times are shown in: `UTC+8`. */
export function zone(): string {
  const minutes = -new Date().getTimezoneOffset();
  const hours = Math.trunc(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const sign = minutes < 0 ? '-' : '+';
  return minutes === 0 ? 'UTC' : `UTC${sign}${hours}${rest === 0 ? '' : ':' + two(rest)}`;
}

/** `3.2 s`, `4 min`, `2 h`, `3 d`, in the language of the page; below a second in milliseconds, hours up to three days. */
export function span(millis: number): string {
  const abs = Math.abs(millis);
  if (abs < 10) return `${abs.toFixed(1)} ms`;
  if (abs < 1000) return `${Math.round(abs)} ms`;
  if (abs < 60_000) return t('unit.s', { n: (abs / 1000).toFixed(abs < 10_000 ? 1 : 0) });
  if (abs < 3_600_000) return t('unit.min', { n: Math.round(abs / 60_000) });
  if (abs < 259_200_000) return t('unit.h', { n: (abs / 3_600_000).toFixed(abs < 36_000_000 ? 1 : 0) });
  return t('unit.d', { n: Math.round(abs / 86_400_000) });
}

export function ago(millis: number, now = Date.now()): string {
  const past = now - millis;
  if (past < 1500 && past > -1500) return t('time.now');
  return past > 0 ? t('time.ago', { span: span(past) }) : t('time.in', { span: span(past) });
}

export function count(n: number): string {
  return n.toLocaleString(language() === 'zh' ? 'zh-CN' : 'en');
}

export function bytes(n: number): string {
  return n < 1024 ? `${n} B` : n < 1 << 20 ? `${(n / 1024).toFixed(1)} KB` : `${(n / (1 << 20)).toFixed(1)} MB`;
}
