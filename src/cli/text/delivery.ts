import type { OutboxView, SpoolView } from '../../shared/ipc/shares';
import { count, counted } from './numbers';

/** How far a delivery is; null while nothing is being delivered. */
export function deliverySentence({ draining }: Pick<OutboxView, 'draining'>): string | null {
  if (draining === null) return null;
  const { delivered, total } = draining;
  return `Entrega: ${count(delivered)} de ${counted(total, 'arquivo', 'arquivos')}.`;
}

/** What of SIEG waits on this computer for the archive, and what files it: nothing to say when nothing waits. */
export function spoolLines({ pages }: Pick<SpoolView, 'pages'>): string[] {
  if (pages === 0) return [];
  const wait = counted(pages, 'página do SIEG espera', 'páginas do SIEG esperam');
  const them = pages === 1 ? 'a' : 'as';
  return [
    `${wait} neste computador pelo acervo. Quem ${them} arquiva é a janela aberta, "malote shares --watch" ou a próxima execução.`,
  ];
}
