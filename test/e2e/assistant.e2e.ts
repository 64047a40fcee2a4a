import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { createOffice } from '../../src/simulator';
import { openApp, type OpenApp } from './support/app';

const SECRETS = ['chave-de-teste', 'id-de-teste', 'segredo-de-teste'] as const;

let home: string;
let app: OpenApp;

test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-e2e-'));
});

test.afterEach(async () => {
  await app.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts of the program take their time on a busy machine. */
const PATIENCE = { timeout: 20_000 };

/** A key ring, which a screen in memory does not have. The stand-in's cipher keeps a text from being found on disk as it is. */
async function giveKeyRing(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ safeStorage }) => {
    const encrypt = (text: string): Buffer => Buffer.from(Buffer.from(text).toString('hex'));
    const decrypt = (bytes: Buffer): string => Buffer.from(bytes.toString(), 'hex').toString();
    Object.assign(safeStorage, {
      getSelectedStorageBackend: () => 'gnome_libsecret',
      isEncryptionAvailable: () => true,
      encryptString: encrypt,
      decryptString: decrypt,
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      encryptStringAsync: (text: string) => Promise.resolve(encrypt(text)),
      decryptStringAsync: (bytes: Buffer) => Promise.resolve({ result: decrypt(bytes), shouldReEncrypt: false }),
    });
  });
}

/** The native picker, answered with this path. */
async function pick(path: string): Promise<void> {
  await app.application.evaluate(({ dialog }, chosen) => {
    const answer = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    Object.assign(dialog, { showOpenDialog: answer });
  }, path);
  await app.page
    .getByRole('button', { name: /^Procurar/ })
    .first()
    .click();
}

async function next(page: Page, step: string): Promise<void> {
  await page.getByTestId('assistant-next').click();
  await expect(page.getByTestId('assistant')).toHaveAttribute('data-step', step, PATIENCE);
}

async function folder(name: string): Promise<string> {
  const path = join(home, name);
  await mkdir(path, { recursive: true });
  return path;
}

test('the assistant goes on after a restart where it was left, with what had been filled in', async () => {
  test.setTimeout(120_000);
  app = await openApp({ home });
  await giveKeyRing(app.application);
  const { page, workspace } = app;
  await page.getByTestId('begin-work').click();
  await page.getByTestId('credential-apiKey').fill(SECRETS[0]);
  await page.getByTestId('credential-clientId').fill(SECRETS[1]);
  await page.getByTestId('credential-clientSecret').fill(SECRETS[2]);
  await next(page, 'archive');
  const archive = await folder('arquivo');
  await pick(archive);
  await next(page, 'import');
  await app.close();
  const kept = await readFile(join(workspace, 'settings-draft.json'), 'utf8');
  for (const secret of SECRETS) expect(kept).not.toContain(secret);

  app = await openApp({ home });
  const again = app.page;
  await expect(again.getByTestId('assistant')).toHaveAttribute('data-step', 'import', PATIENCE);
  await again.getByRole('button', { name: 'Acervo' }).click();
  await expect(again.getByTestId('place-archive.root')).toHaveValue(archive);
  await next(again, 'import');
  await pick(await folder('import'));
  await next(again, 'companies');
  const workbook = join(home, 'empresas.xlsx');
  await writeFile(
    workbook,
    await createOffice({ seed: 3, month: '2026-03', companies: 4, documentsPerCompany: 1 }).workbook(),
  );
  await pick(workbook);
  await next(again, 'ready');
  await again.getByTestId('assistant-finish').click();
  await expect(again.getByTestId('imported')).toContainText('4 empresas', PATIENCE);
  const files = await readdir(workspace);
  expect(files).toContain('settings.json');
  expect(files).not.toContain('settings-draft.json');
});
