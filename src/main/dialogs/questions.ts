import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { dialogMessages as words } from '../../shared/messages/pt-BR/desktop/dialogs';

export type CloseAnswer = 'background' | 'stop' | 'cancel';

const ANSWERS: readonly CloseAnswer[] = ['background', 'stop', 'cancel'];

/** What closing the window during a run asks, or, where there is no month, during other long work. */
export function closeQuestion(month: string | null): MessageBoxOptions {
  return {
    type: 'question',
    title: words.product,
    message: words.close.message(month),
    detail: words.close.detail,
    buttons: words.close.buttons,
    defaultId: 0,
    cancelId: 2,
    noLink: true,
    checkboxLabel: words.close.checkbox,
  };
}

export type TrayAnswer = 'tray' | 'quit' | 'cancel';

const TRAY_ANSWERS: readonly TrayAnswer[] = ['tray', 'quit', 'cancel'];

/** What closing the window asks while nothing is under way. */
export const TRAY_QUESTION: MessageBoxOptions = {
  type: 'question',
  title: words.product,
  message: words.tray.message,
  detail: words.tray.detail,
  buttons: words.tray.buttons,
  defaultId: 0,
  cancelId: 2,
  noLink: true,
  checkboxLabel: words.tray.checkbox,
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
    title: words.product,
    message: words.reach.message(server),
    detail: words.reach.detail,
    buttons: words.reach.buttons,
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
  const about: MessageBoxOptions = {
    type: 'info',
    title: words.about.title,
    message: words.about.message(version),
    detail: words.about.detail(process.versions),
    buttons: words.about.buttons,
  };
  await (window === null ? dialog.showMessageBox(about) : dialog.showMessageBox(window, about));
}
