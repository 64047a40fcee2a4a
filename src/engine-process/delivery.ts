import type { Engine } from '../engine';
import { ASKED_DELIVERY, deliveryWords } from '../shared/messages/pt-BR/delivery';
import type { Shown } from './ports';

/** Delivers what waits because a person asked, in the window or in the tray, and says what it came to. */
export async function deliverWhenAsked({ console }: Shown, engine: Pick<Engine, 'deliver'>): Promise<void> {
  const view = await engine.deliver();
  const level = view.conflicts + view.failed > 0 ? 'warning' : 'info';
  console.notice(level, deliveryWords(view).join(' '), ASKED_DELIVERY);
}
