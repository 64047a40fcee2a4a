import type { ElectronApplication } from '@playwright/test';

/** From now on every dialog answers by itself. @param response the button; @param remember whether its box is ticked */
export async function answerDialogs(
  application: ElectronApplication,
  response: number,
  remember = false,
): Promise<void> {
  await application.evaluate(
    ({ dialog }, [button, checkboxChecked]) => {
      const asked: string[] = [];
      Reflect.set(globalThis, 'asked', asked);
      Reflect.set(dialog, 'showMessageBox', (...all: { message?: string }[]) => {
        asked.push(all.at(-1)?.message ?? '');
        return Promise.resolve({ response: button, checkboxChecked });
      });
    },
    [response, remember] as const,
  );
}

/** What the dialogs have asked since then. */
export function asked(application: ElectronApplication): Promise<string[]> {
  return application.evaluate(() => Reflect.get(globalThis, 'asked') as string[]);
}
