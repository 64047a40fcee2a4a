import type { VerifyFinding, VerifyView } from '../../shared/views';
import { count, counted, monthName, size } from './numbers';
import type { Style } from './style';
import { renderFacts } from './table';

const PROBLEMS: Readonly<Record<VerifyFinding['problem'], string>> = {
  absent: 'não está lá',
  altered: 'tem conteúdo diferente do registrado',
  unreadable: 'não pôde ser lido',
};

const ROOTS: Readonly<Record<VerifyFinding['root'], string>> = { archive: 'Arquivo', import: 'Importação' };

const TAKEN_NOTE = 'o BI leva o que importa; a falta ali não prova nada';

/** What was read back, and every file that is not what the ledger says. */
export function renderVerification(view: VerifyView, style: Style): string[] {
  const unlike = view.findings.filter(({ root }) => root === 'import').length;
  const taken = view.deliveries - view.stillAtTarget - unlike;
  const unread = view.findings.filter(({ root, problem }) => root === 'archive' && problem !== 'altered').length;
  return [
    style.strong(`Conferência de ${monthName(view.month)}`),
    '',
    ...renderFacts([
      { label: 'Arquivos no registro', value: count(view.archiveFiles) },
      { label: '  lidos de volta', value: count(view.archiveFiles - unread), note: size(view.archiveBytes) },
      { label: 'Entregas registradas', value: count(view.deliveries) },
      { label: '  ainda no destino, iguais', value: count(view.stillAtTarget) },
      { label: '  já não estão lá', value: count(taken), ...(taken === 0 ? {} : { note: TAKEN_NOTE }) },
      { label: 'Divergências', value: count(view.findings.length) },
    ]),
    ...findings(view, style),
    '',
    closing(view, style),
  ];
}

function findings({ findings: found }: VerifyView, style: Style): string[] {
  const lines = found.flatMap(({ root, path, identity, problem, cause }) => [
    `  ${identity}  ${style.bad(PROBLEMS[problem] + (cause === null ? '' : `: ${cause}`))}`,
    `    ${ROOTS[root]}: ${path}`,
  ]);
  return lines.length === 0 ? [] : ['', ...lines];
}

function closing({ archiveFiles, findings: found }: VerifyView, style: Style): string {
  if (found.length > 0) {
    const unlike = counted(found.length, 'arquivo não está', 'arquivos não estão');
    const stands = `${unlike} como o registro diz, pelo nome acima; o mês fica pendente enquanto for assim.`;
    const recoverable = found.some(({ root }) => root === 'archive');
    return style.warning(recoverable ? `${stands} “malote recover --all” audita e recupera o que dá.` : stands);
  }
  if (archiveFiles === 0) return 'Não há arquivos registrados neste mês.';
  return style.good(
    archiveFiles === 1
      ? 'O único arquivo do mês está como foi registrado.'
      : `Os ${count(archiveFiles)} arquivos do mês estão como foram registrados.`,
  );
}
