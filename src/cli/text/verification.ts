import type { VerifyView } from '../../shared/views';
import { decimalSize } from '../../shared/messages/pt-BR/amounts';
import { count } from '../../shared/messages/pt-BR/numbers';
import { verificationMessages } from '../../shared/messages/pt-BR/terminal/status';
import type { Style } from './style';
import { partOf, renderFacts } from './table';

/** What was read back, and every file that is not what the ledger says. */
export function renderVerification(view: VerifyView, style: Style): string[] {
  const { facts } = verificationMessages;
  const unlike = view.findings.filter(({ root }) => root === 'import').length;
  const taken = view.deliveries - view.stillAtTarget - unlike;
  const unread = view.findings.filter(({ root, problem }) => root === 'archive' && problem !== 'altered').length;
  return [
    style.strong(verificationMessages.title(view.month)),
    '',
    ...renderFacts([
      { label: facts.files, value: count(view.archiveFiles) },
      { label: partOf(facts.readBack), value: count(view.archiveFiles - unread), note: decimalSize(view.archiveBytes) },
      { label: facts.deliveries, value: count(view.deliveries) },
      { label: partOf(facts.stillThere), value: count(view.stillAtTarget) },
      { label: partOf(facts.taken), value: count(taken), ...(taken === 0 ? {} : { note: facts.takenNote }) },
      { label: facts.findings, value: count(view.findings.length) },
    ]),
    ...findings(view, style),
    '',
    closing(view, style),
  ];
}

function findings({ findings: found }: VerifyView, style: Style): string[] {
  const { problems, roots } = verificationMessages;
  const lines = found.flatMap(({ root, path, identity, problem, cause }) => [
    `  ${identity}  ${style.bad(problems[problem] + (cause === null ? '' : `: ${cause}`))}`,
    `    ${roots[root]}: ${path}`,
  ]);
  return lines.length === 0 ? [] : ['', ...lines];
}

function closing({ archiveFiles, findings: found }: VerifyView, style: Style): string {
  if (found.length > 0) {
    const isRecoverable = found.some(({ root }) => root === 'archive');
    return style.warning(verificationMessages.unlike(found.length, isRecoverable));
  }
  return archiveFiles === 0 ? verificationMessages.nothing : style.good(verificationMessages.sound(archiveFiles));
}
