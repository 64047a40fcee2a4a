import type { DeliverView } from '../../views';
import { counted, listed } from './numbers';

/** The code of the notice of what a delivery came to that a person asked for. */
export const ASKED_DELIVERY = 'ASKED_DELIVERY';

/** What a delivery waits for, with its preposition. */
const WAITS_FOR: Readonly<Record<string, string>> = {
  archive: 'pelo acervo',
  import: 'pela pasta de importação',
  cancelled: 'pela pasta dos cancelados',
};

/** What a delivery that somebody asked for came to, one sentence a line. */
export function deliveryWords(view: DeliverView): string[] {
  if (view.elsewhere) return ['Outro programa já está entregando nesta pasta de trabalho; nada foi feito aqui.'];
  const { delivered, conflicts, failed, pending, waitingFor } = view;
  const lines = [
    delivered + pending === 0 && conflicts === 0
      ? 'Nada esperava para ser entregue.'
      : `${counted(delivered, 'arquivo entregue e conferido', 'arquivos entregues e conferidos')}.`,
  ];
  if (conflicts > 0) {
    const words = counted(conflicts, 'arquivo encontrou outro conteúdo', 'arquivos encontraram outro conteúdo');
    lines.push(`${words} no destino; nada foi sobrescrito.`);
  }
  if (failed > 0)
    lines.push(`${counted(failed, 'entrega falhou e será tentada', 'entregas falharam e serão tentadas')} de novo.`);
  if (pending > 0) {
    const away = listed(waitingFor.map((root) => WAITS_FOR[root] ?? root));
    const silent = waitingFor.length === 1 ? 'que não responde' : 'que não respondem';
    const until = away === '' ? '' : ` ${away}, ${silent}`;
    lines.push(`${counted(pending, 'arquivo ainda espera', 'arquivos ainda esperam')}${until}.`);
  }
  return lines;
}
