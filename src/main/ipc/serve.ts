import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { answerRequest, type OnTrouble } from '../../shared/ipc/answer';
import { channels } from '../../shared/ipc/channels';
import { contract, type EventName, type EventOf, type Handlers } from '../../shared/ipc/contract';
import { isTrusted } from './sender';

export interface MainServer {
  readonly handlers: Handlers<'main'>;
  readonly isOurWindow: (contents: WebContents) => boolean;
  readonly onTrouble: OnTrouble;
}

/** Serves the contract's main side to the application's own page, and to no other sender. */
export function serveMain({ handlers, isOurWindow, onTrouble }: MainServer): void {
  const trusts = ({ sender, senderFrame }: IpcMainInvokeEvent): boolean =>
    isTrusted({ url: senderFrame?.url, isTop: senderFrame?.parent === null, isOurWindow: isOurWindow(sender) });
  for (const name of Object.keys(contract.main.requests)) {
    ipcMain.handle(channels.request(name), async (event, input: unknown) => {
      if (trusts(event)) return JSON.stringify(await answerRequest('main', handlers, { name, input }, onTrouble));
      onTrouble(`a request of a stranger was refused (main.${name})`);
      throw new Error('sender refused');
    });
  }
}

/** Tells a page an event. */
export function tellPage<N extends EventName<'main'>>(
  contents: WebContents,
  event: N,
  payload: EventOf<'main', N>,
): void {
  if (!contents.isDestroyed()) contents.send(channels.event(event), JSON.stringify(payload));
}
