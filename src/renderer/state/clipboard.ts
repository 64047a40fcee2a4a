import { t } from '../i18n';
import type { Services } from './services';
import { addToast } from './ui-store';

/** Copies a text and says so; where that fails, says how to do it by hand. To be called while a button is being pressed. */
export function copyText({ ui }: Pick<Services, 'ui'>, text: string): void {
  if (copy(text)) addToast(ui, { tone: 'good', title: t.common.copied, text: null });
  else addToast(ui, { tone: 'bad', title: t.common.copyFailed, text: null });
}

/** By the command rather than by `navigator.clipboard`, which asks for a permission, and the shell gives none. */
function copy(text: string): boolean {
  let taken = false;
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    taken = event.clipboardData !== null;
  };
  document.addEventListener('copy', put, { once: true });
  try {
    return document.execCommand('copy') && taken;
  } finally {
    document.removeEventListener('copy', put);
  }
}
