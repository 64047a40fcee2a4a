import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFiscal, type FiscalReading } from '../../../src/engine/fiscal';
import { secondReader } from '../../support/second-reader';
import { bytesOf, cte, event, nationalEvent, nationalNfse, nfe, nfeProc, NFSE_KEY } from './samples';

const SHARED = path.resolve(import.meta.dirname, '../../../../shared');
const FOLDERS = ['corpus/public', 'corpus/synthetic', 'corpus/nfse-municipal/files', 'cases/xml'];

function filesBelow(folder: string): string[] {
  const absolute = path.join(SHARED, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.xml$/i.test(entry.name))
    .map((entry) => path.relative(SHARED, path.join(entry.parentPath, entry.name)));
}

/** What a file was read to, without the sentences of refusals: the two parsers have reasons of their own. */
function outcome({ items, refusals, repairs }: FiscalReading): unknown {
  return {
    items: items.map((item) => ({ ...item, bytes: Buffer.from(item.bytes).toString('latin1') })),
    refusals: refusals.map(({ code, keyHint }) => ({ code, keyHint })),
    repairs: repairs.map(({ code }) => code).sort(),
  };
}

function bothAgree(bytes: Uint8Array): void {
  expect(outcome(readFiscal(bytes))).toEqual(outcome(readFiscal(bytes, { parser: secondReader })));
}

const corpus = FOLDERS.flatMap(filesBelow);
if (corpus.length > 0) {
  describe('the corpus', () => {
    it.each(corpus)('%s reads the same by both', (file) => {
      bothAgree(readFileSync(path.join(SHARED, file)));
    });
  });
}

describe('built-in samples', () => {
  it.each([
    ['NF-e', nfeProc()],
    ['NF-e with references', nfeProc(nfe({ name: 'COM&#201;RCIO &amp; FILHOS <!-- x --> &#x20AC;' }))],
    ['batch', `<enviNFe>${nfe()}${nfe({ number: '2' })}</enviNFe>`],
    ['CT-e', cte('<toma3><toma>0</toma></toma3>', '<rem><CNPJ>11222333000181</CNPJ></rem>')],
    ['event', event()],
    ['request', event({ status: '' })],
    ['national NFS-e', nationalNfse(NFSE_KEY)],
    ['national event', nationalEvent(NFSE_KEY)],
  ])('%s', (_name, text) => bothAgree(bytesOf(text)));
});
