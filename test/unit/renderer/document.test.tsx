// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MaloteError } from '../../../src/shared/errors';
import { documentEvidenceSchema } from '../../../src/shared/ipc/document-evidence';
import { NO_EVIDENCE } from '../../../src/shared/ipc/double-evidence';
import { exactMoment } from '../../../src/shared/messages/pt-BR/moments';
import { keyIn } from '../../../src/renderer/features/history/EntryDetail';
import { evidenceOf, journalAnswers } from '../../renderer/console/evidence';
import { NOW } from '../../renderer/console/fixtures';
import { doing, clickOn, fixture, rowButton, show, usePage, type ShownConsole } from './page';

usePage();

const KEY = '35261011222333000181550010000182041000182046';

async function openFirst(): Promise<ShownConsole> {
  const made = fixture('company');
  const engine = { ...made.options?.engine, ...journalAnswers(NOW, 3) };
  const shown = await show({ ...made, options: { ...made.options, engine } });
  const table = await screen.findByRole('table', { name: 'Documentos do mês' });
  await doing(() => fireEvent.click(rowButton(table)));
  return shown;
}

function evidenceText(): string {
  return screen.getByTestId('document-evidence').textContent;
}

describe('the detail of a document', () => {
  it('asks once for the evidence, when it opens, and shows all of it', async () => {
    const { asked } = await openFirst();
    const [{ identity }] = asked('documentEvidence') as [{ identity: string }];
    const { filings, deliveries, document } = evidenceOf(NOW, identity);
    const text = evidenceText();
    for (const said of [
      ...[identity, filings[0]!.path, deliveries[0]!.target, deliveries[1]!.target, document!.sha256],
      ...['NFe, modelo 55', '18204, série 1', 'R$ 1.204,55', '8 KB (8.180 bytes)', '14/10/2026 09:30:00'],
      ...['nº 7, consulta 1.312', exactMoment(filings[0]!.verifiedAt), exactMoment(deliveries[0]!.verifiedAt!)],
      ...['11.222.333/0001-81', 'PADARIA DOIS IRMAOS', 'Entregue e conferido', 'A pasta ficou fora do ar.'],
      ...['Cancelamento (110111, nº 1)', 'registrado (código 135)', 'cancela o documento', 'Uma cópia melhor'],
    ])
      expect(text.replaceAll('\u00a0', ' ')).toContain(said);
    expect(asked('documentEvidence')).toHaveLength(1);
    for (const what of ['chave', 'arquivo', 'destino', 'sha-256'])
      expect(screen.getAllByRole('button', { name: `Copiar: ${what}` }).length).toBeGreaterThan(0);
  });

  it('says of a conflict whose content nobody read that it was not read', async () => {
    const made = fixture('company');
    const evidence = evidenceOf(NOW, KEY);
    const deliveries = evidence.deliveries.map((one) => ({ ...one, state: 'conflict' as const, foundSha256: null }));
    await show({
      ...made,
      options: {
        ...made.options,
        engine: { ...made.options?.engine, documentEvidence: () => ({ ...evidence, deliveries }) },
      },
    });
    const table = await screen.findByRole('table', { name: 'Documentos do mês' });
    await doing(() => fireEvent.click(rowButton(table)));
    expect(evidenceText()).toContain('conteúdo não lido');
  });

  it('says that it is being read, that it could not be had, and tries again', async () => {
    let answer: () => unknown = () => new Promise(() => undefined);
    const made = fixture('company');
    const { asked } = await show({
      ...made,
      options: { ...made.options, engine: { ...made.options?.engine, documentEvidence: () => answer() as never } },
    });
    const table = await screen.findByRole('table', { name: 'Documentos do mês' });
    await doing(() => fireEvent.click(rowButton(table)));
    expect(screen.getByText('Lendo o registro…')).toBeTruthy();
    answer = () => {
      throw new MaloteError('LEDGER_BUSY', { place: 'C:\\Malote' });
    };
    await doing(() => fireEvent.click(rowButton(table, 1)));
    answer = () => ({ ...NO_EVIDENCE, identity: KEY });
    await clickOn('Tentar de novo');
    expect(evidenceText()).toContain('Nenhum documento, promessa ou entrega com esta chave.');
    expect(asked('documentEvidence')).toHaveLength(3);
  });

  it('leads to the folder and to the entries of the journal', async () => {
    const { asked, services } = await openFirst();
    await doing(() => fireEvent.click(screen.getAllByRole('button', { name: 'Abrir a pasta dos cancelados' })[0]!));
    expect(asked('openFolder')).toEqual([{ folder: 'cancelled' }]);
    await clickOn('Ver no diário');
    const { identity } = asked('documentEvidence')[0] as { identity: string };
    expect(services.ui.getState()).toMatchObject({ screen: 'history', history: { tab: 'journal', search: identity } });
    // what was searched for is a key: its evidence is one press away
    const toEvidence = await screen.findAllByRole('button', { name: 'Prova do documento' });
    await doing(() => fireEvent.click(toEvidence[0]!));
    expect(within(screen.getByRole('dialog')).getByTestId('document-evidence').textContent).toContain(identity);
  });

  it('is drawn from what the contract allows', () => {
    expect(documentEvidenceSchema.safeParse(evidenceOf(NOW, KEY)).error).toBeUndefined();
  });
});

describe('the key that an entry of the journal is about', () => {
  it.each([
    [KEY, KEY],
    [`2026/0001_A/10/NFe/Entrada/${KEY}.xml`, KEY],
    [`${KEY}_CANC.xml`, KEY],
    ['run 7', null],
    [`x${KEY}`, null],
  ])('%s', (subject, key) => {
    expect(keyIn(subject)).toBe(key);
  });
});
