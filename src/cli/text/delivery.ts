import type { OutboxView, SpoolView } from '../../shared/ipc/shares';
import { sharesMessages } from '../../shared/messages/pt-BR/terminal/shares';

/** How far a delivery is; null while nothing is being delivered. */
export function deliverySentence({ draining }: Pick<OutboxView, 'draining'>): string | null {
  if (draining === null) return null;
  const { delivered, total } = draining;
  return sharesMessages.delivering(delivered, total);
}

/** What of SIEG waits on this computer for the archive, and what files it: nothing to say when nothing waits. */
export function spoolLines({ pages }: Pick<SpoolView, 'pages'>): string[] {
  return pages === 0 ? [] : [sharesMessages.spooled(pages)];
}
