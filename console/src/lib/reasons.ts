import { t } from '../i18n';
import { known } from './sentences';

/** A sentence of the API in the language of the page. */
export function reason(text: string): string {
  const found = known(text);
  if (!found) return text;
  return t(found.key, { a: found.key === 'reason.then' ? reason(found.a) : found.a });
}
