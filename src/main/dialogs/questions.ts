import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { monthName } from '../../shared/words/numbers';

export type CloseAnswer = 'background' | 'stop' | 'cancel';

const ANSWERS: readonly CloseAnswer[] = ['background', 'stop', 'cancel'];

/** What closing the window during a run asks. */
export function closeQuestion(month: string | null): MessageBoxOptions {
  const of = month === null ? '' : ` de ${monthName(month)}`;
  return {
    type: 'question',
    title: 'Malote',
    message: `A execução${of} está em andamento.`,
    detail:
      'Ela pode continuar sem a janela: abra o Malote de novo quando quiser vê-la. Se parar agora, nada se perde, e ela pode ser retomada depois.',
    buttons: ['Continuar sem a janela', 'Parar e sair', 'Cancelar'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
    checkboxLabel: 'Não perguntar de novo',
  };
}

export async function askBeforeClosing(
  window: BrowserWindow | null,
  month: string | null,
): Promise<{ readonly answer: CloseAnswer; readonly always: boolean }> {
  const question = closeQuestion(month);
  const { response, checkboxChecked } = await (window === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question));
  const answer = ANSWERS[response] ?? 'cancel';
  return { answer, always: checkboxChecked && answer !== 'cancel' };
}

export async function tellAbout(window: BrowserWindow | null, version: string): Promise<void> {
  const words: MessageBoxOptions = {
    type: 'info',
    title: 'Sobre o Malote',
    message: `Malote ${version}`,
    detail: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}, Node ${process.versions.node}`,
    buttons: ['Fechar'],
  };
  await (window === null ? dialog.showMessageBox(words) : dialog.showMessageBox(window, words));
}
