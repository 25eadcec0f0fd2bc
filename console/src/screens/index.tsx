import type { Place } from '../lib/router';
import { t } from '../i18n';
import { Empty } from '../ui/states';
import { Deliveries } from './deliveries';
import { DeliveryScreen } from './delivery';
import { Why } from './why';

/** The screen of an address. */
export function Screen({ place }: { place: Place }) {
  const [first, second, third] = place.path;
  switch (first) {
    case 'deliveries':
      return second && third ? <DeliveryScreen key={second + third} app={second} callId={third} /> : <Deliveries />;
    case 'why':
      return <Why />;
    default:
      return <Empty title={t('state.missing')} />;
  }
}
