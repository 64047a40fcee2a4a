import type { DeliverView } from '../../shared/views';
import { counted } from './numbers';

const ROOTS: Readonly<Record<string, string>> = {
  archive: 'o arquivo de XML',
  import: 'a pasta de importação',
  cancelled: 'a pasta de cancelados',
};

/** What a delivery came to, one sentence a line. */
export function renderDelivery(view: DeliverView): string[] {
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
  if (failed > 0) lines.push(`${counted(failed, 'entrega falhou', 'entregas falharam')} e será tentada de novo.`);
  if (pending > 0) {
    const away = waitingFor.map((root) => ROOTS[root] ?? root).join(' e ');
    const until = away === '' ? '' : ` por ${away}, que não responde`;
    lines.push(`${counted(pending, 'arquivo ainda espera', 'arquivos ainda esperam')}${until}.`);
  }
  return lines;
}
