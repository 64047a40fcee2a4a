import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeAccessKey } from '../../../src/engine/domain';
import type { Ledger } from '../../../src/engine/ledger';
import type { LedgerDatabase } from '../../../src/engine/ledger/database';
import { databaseOf } from '../../../src/engine/ledger/ledger';

const COMPANIES = 200;
const MONTHS = 12;
const ROWS_AT_ONCE = 10_000;
const AT = '2026-01-15T12:00:00.000Z';

interface Made {
  readonly key: string;
  readonly company: number;
  readonly month: string;
  readonly number: number;
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

/** An invented CNPJ root; the bench's keys are never held against their documents. */
function taxIdOf(company: number): string {
  return `${String(11_000_000 + company)}000100`;
}

function body(key: string, issuer: string, number: number): Buffer {
  const items = Array.from({ length: 1 + (number % 4) }, (_, at) => {
    const value = ((number * 37 + at * 101) % 90_000) / 100;
    return `<det nItem="${String(at + 1)}"><prod><cProd>${String(number * 7 + at)}</cProd><xProd>PRODUTO DE EXEMPLO ${String(at)}</xProd><NCM>10063021</NCM><CFOP>5102</CFOP><qCom>1.0000</qCom><vUnCom>${value.toFixed(2)}</vUnCom><vProd>${value.toFixed(2)}</vProd></prod></det>`;
  });
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><nfeProc xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00"><NFe><infNFe Id="NFe${key}" versao="4.00">` +
      `<ide><cUF>35</cUF><mod>55</mod><serie>1</serie><nNF>${String(number)}</nNF><tpNF>1</tpNF></ide><emit><CNPJ>${issuer}</CNPJ></emit>${items.join('')}` +
      `</infNFe></NFe><protNFe><infProt><chNFe>${key}</chNFe><cStat>100</cStat></infProt></protNFe></nfeProc>`,
  );
}

function makeFile(archive: string, index: number): Made {
  const company = index % COMPANIES;
  const monthNumber = Math.floor(index / COMPANIES) % MONTHS;
  const number = Math.floor(index / COMPANIES) + 1;
  const month = `2025-${String(monthNumber + 1).padStart(2, '0')}`;
  const issuer = taxIdOf(company);
  const key = encodeAccessKey({
    state: '35',
    month,
    issuer,
    model: '55',
    series: 1,
    number,
    random: index % 99_999_999,
  });
  const path = `2025/${folderOf(company)}/${month.slice(5)}/NFe/Saída/${key}.xml`;
  const bytes = body(key, issuer, number);
  writeFileSync(join(archive, path), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { key, company, month, number, path, sha256, size: bytes.length };
}

function folderOf(company: number): string {
  return `${String(company + 1).padStart(4, '0')}_EMPRESA_EXEMPLO`;
}

/** So many files in the archive, each with its rows: document, filing, verified delivery. Straight into the ledger, for speed. */
export function buildOffice(ledger: Ledger, archive: string, files: number): void {
  const db = databaseOf(ledger);
  for (let company = 0; company < COMPANIES; company += 1) {
    db.run('INSERT INTO companies (id, tax_id, folder, name, imported_at) VALUES (?, ?, ?, ?, ?)', [
      ...[company + 1, taxIdOf(company), folderOf(company), folderOf(company), AT],
    ]);
    for (let month = 1; month <= MONTHS; month += 1) {
      mkdirSync(join(archive, '2025', folderOf(company), String(month).padStart(2, '0'), 'NFe', 'Saída'), {
        recursive: true,
      });
    }
  }
  db.run(`INSERT INTO destinations (id, name, location, layout) VALUES (1, 'import', 'share', 'flat')`);
  for (let from = 0; from < files; from += ROWS_AT_ONCE) {
    ledger.transaction(() => {
      for (let index = from; index < Math.min(files, from + ROWS_AT_ONCE); index += 1)
        insert(db, makeFile(archive, index));
    });
  }
}

function insert(db: LedgerDatabase, { key, company, month, number, path, sha256, size }: Made): void {
  const { id } = db.run(
    `INSERT INTO documents (identity, access_key, kind, model, form, number, series, issuer, operation, issue_day, month, sha256, size,
       source, archived_at) VALUES (?, ?, 'NFe', '55', 'processed', ?, '1', ?, '1', ?, ?, ?, ?, 'page', ?)`,
    [key, key, String(number), taxIdOf(company), `${month}-10`, month, sha256, size, AT],
  );
  db.run(
    `INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at) VALUES (?, ?, 'outbound', ?, ?, ?, ?)`,
    [id, company + 1, path, sha256, size, AT],
  );
  db.run(
    `INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state, size, sha256, verified_at,
       enqueued_at) VALUES (1, ?, ?, ?, ?, ?, 'delivered', ?, ?, ?, ?)`,
    [id, path, `Import/${key}.xml`, sha256, month, size, sha256, AT, AT],
  );
}
