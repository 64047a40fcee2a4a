import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..', '..');

/** The project's own configuration, on files that do not exist. */
const eslint = new ESLint({ cwd: root });

async function refusals(file: string, code: string): Promise<number> {
  const [result] = await eslint.lintText(code, { filePath: join(root, 'src', file) });
  expect(result!.messages.filter(({ fatal }) => fatal)).toEqual([]);
  return result!.messages.filter(({ ruleId }) => ruleId === 'malote/portuguese').length;
}

const SENTENCE = "export const gone = 'A pasta sumiu da rede.';\n";

describe('Portuguese in a program', () => {
  it.each([
    ['engine/shares/x.ts', SENTENCE],
    ['engine/jobs/audit/x.ts', 'export const one = (n: number): string => `${String(n)} documentos na fila`;\n'],
    ['cli/commands/x.ts', "export const label = 'Órfãos';\n"],
    ['main/tray/x.ts', 'export const menu = { label: "Abrir a pasta" };\n'],
    ['shared/ipc/x.ts', SENTENCE],
    ['demonstration/x.ts', "throw new Error('O arquivo não abre');\n"],
    ['renderer/features/x.tsx', 'export const X = () => <p>Pausar</p>;\n'],
    ['renderer/features/x.tsx', 'export const X = () => <button aria-label="Fechar o aviso" />;\n'],
  ])('is refused in %s: %s', async (file, code) => {
    expect(await refusals(file, code)).toBe(1);
  });

  it.each([
    ['shared/messages/pt-BR/x.ts', SENTENCE],
    ['shared/messages/pt-BR/screens/x.ts', SENTENCE],
    ['shared/errors/x.ts', SENTENCE],
    ['simulator/x.ts', SENTENCE],
    ['engine/ledger/x.ts', "export const sql = 'SELECT a, e FROM outbox o WHERE em > ?';\n"],
    ['engine/shares/x.ts', "export const message = 'a root is opened once';\n"],
    ['renderer/features/x.tsx', 'export const X = () => <p className="no-match">{text} ·</p>;\n'],
  ])('is none in %s: %s', async (file, code) => {
    expect(await refusals(file, code)).toBe(0);
  });
});
