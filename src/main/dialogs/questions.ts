import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { monthName } from '../../shared/messages/pt-BR/numbers';

export type CloseAnswer = 'background' | 'stop' | 'cancel';

const ANSWERS: readonly CloseAnswer[] = ['background', 'stop', 'cancel'];

/** What closing the window during a run asks, or, where there is no month, during other long work. */
export function closeQuestion(month: string | null): MessageBoxOptions {
  return {
    type: 'question',
    title: 'Malote',
    message:
      month === null
        ? 'Há uma auditoria, recuperação ou importação em andamento.'
        : `A execução de ${monthName(month)} está em andamento.`,
    detail:
      'Ela pode continuar sem a janela: abra o Malote de novo quando quiser vê-la. Se parar agora, nada se perde, e ela pode ser retomada depois.',
    buttons: ['Continuar sem a janela', 'Parar e sair', 'Cancelar'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
    checkboxLabel: 'Não perguntar de novo',
  };
}

export type TrayAnswer = 'tray' | 'quit' | 'cancel';

const TRAY_ANSWERS: readonly TrayAnswer[] = ['tray', 'quit', 'cancel'];

/** What closing the window asks while nothing is under way. */
export const TRAY_QUESTION: MessageBoxOptions = {
  type: 'question',
  title: 'Malote',
  message: 'Deixar o Malote na bandeja?',
  detail:
    'Na bandeja do sistema, ao lado do relógio, ele continua vigiando as pastas, entrega sozinho o que estiver pendente e avisa quando uma pasta cai ou volta. Fechado, ele não vigia nada. A escolha pode ser mudada em Configurações.',
  buttons: ['Deixar na bandeja', 'Sair do Malote', 'Cancelar'],
  defaultId: 0,
  cancelId: 2,
  noLink: true,
  checkboxLabel: 'Lembrar a escolha',
  checkboxChecked: true,
};

export function askBeforeClosing(window: BrowserWindow | null, month: string | null): Promise<Answered<CloseAnswer>> {
  return askIn(window, closeQuestion(month), ANSWERS);
}

export function askAboutTray(window: BrowserWindow | null): Promise<Answered<TrayAnswer>> {
  return askIn(window, TRAY_QUESTION, TRAY_ANSWERS);
}

/** What is asked about an address that is to be tried or saved and is not in the settings yet. */
export function reachQuestion(server: string): MessageBoxOptions {
  return {
    type: 'question',
    title: 'Malote',
    message: `Conectar a ${server}?`,
    detail: 'Este endereço ainda não está nas configurações salvas. Confirme apenas se ele é o que você digitou.',
    buttons: ['Conectar', 'Cancelar'],
    // nobody confirms it by a stray Enter
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
}

export async function askWhetherToReach(window: BrowserWindow | null, server: string): Promise<boolean> {
  const { answer } = await askIn(window, reachQuestion(server), ['reach', 'cancel']);
  return answer === 'reach';
}

export interface Answered<Answer> {
  readonly answer: Answer | 'cancel';
  /** The answer is to hold from now on. */
  readonly always: boolean;
}

async function askIn<Answer>(
  window: BrowserWindow | null,
  question: MessageBoxOptions,
  answers: readonly Answer[],
): Promise<Answered<Answer>> {
  const { response, checkboxChecked } = await (window === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question));
  const answer = answers[response] ?? 'cancel';
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
