import { app, Notification } from 'electron';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';
import type { NotificationEvents, NotificationWords } from './notifier';

/** Who Windows shows as the sender of a notification; the appId of electron-builder.yml, which the installer puts into the shortcut. */
export const APP_ID = 'br.com.malote.console';
/** A notification that nobody holds is collected, and its click is lost. So many may still be clicked. */
const HELD = 50;

/** Names the program to Windows; without its installer's shortcut that knows a program by its file alone. Before any window. */
export function nameTheProgram(): void {
  app.setAppUserModelId(app.isPackaged ? APP_ID : process.execPath);
}

/** Shows notifications by Electron. */
export function systemNotifications(): (words: NotificationWords, events: NotificationEvents) => void {
  const held: Notification[] = [];
  return ({ title, body, critical, silent }, { shown, clicked, failed }) => {
    if (!Notification.isSupported()) {
      failed(shellMessages.notifications.none);
      return;
    }
    const notification = new Notification({ title, body, silent, urgency: critical ? 'critical' : 'normal' });
    notification.on('show', shown);
    notification.on('click', clicked);
    notification.on('failed', (_event, reason) => {
      failed(reason);
    });
    held.push(notification);
    if (held.length > HELD) held.shift();
    notification.show();
  };
}
