import type { CompanyRow } from '../../ledger';
import { formatTaxId, isCnpj, isCpf, normaliseTaxId } from '../../domain';
import { KnownNames, type KnownName } from './known-names';

const MASK = '•••';
/** A CNPJ or CPF as people write it, a CNPJ with letters too. */
const WRITTEN_TAX_ID = /[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}\/[0-9A-Z]{4}-\d{2}|\d{3}\.\d{3}\.\d{3}-\d{2}/g;
/** The same by its figures alone, and an access key, which has its issuer's within. */
const BARE_TAX_ID = /(?<![0-9A-Z])(?:\d{6}[0-9A-Z]{12}\d{26}|[0-9A-Z]{12}\d{2}|\d{11})(?![0-9A-Z])/g;
const KEY_LENGTH = 44;
/** Of the issuer within an access key. */
const [ISSUER_FROM, ISSUER_TO] = [6, 20];
const MAIL = /[\w.+-]+@([\w-]+(?:\.[\w-]+)+)/g;
/** What may be a name in another writing: percent-encoded; in base64 or in hexadecimal. */
const PERCENT = /[^\s"]*%[0-9a-f]{2}[^\s"]*/gi;
const ENCODED = /[\w+/=-]{8,}/g;

/** Makes texts tell of companies and people without naming them: the same company is the same pseudonym in all of them. */
export class Pseudonyms {
  readonly #names: KnownNames;
  readonly #clients: ReadonlyMap<string, string>;
  readonly #others = new Map<string, string>();

  constructor(companies: readonly CompanyRow[]) {
    this.#names = new KnownNames(companies.flatMap(namesOf));
    this.#clients = new Map(companies.map(({ taxId, id }) => [taxId, `CNPJ-${String(id)}`]));
  }

  /** The text as strangers may read it. */
  readonly hide = (text: string): string => {
    const masked = (run: string): string => (this.#isDisguise(run) ? MASK : run);
    const clear = text.normalize('NFC').replace(PERCENT, masked).replace(ENCODED, masked);
    return this.#names
      .replace(clear)
      .replace(WRITTEN_TAX_ID, (written) => this.#taxId(written))
      .replace(BARE_TAX_ID, (bare) => (bare.length === KEY_LENGTH ? this.#key(bare) : this.#bareTaxId(bare)))
      .replace(MAIL, `${MASK}@$1`);
  };

  #key(key: string): string {
    const issuer = key.slice(ISSUER_FROM, ISSUER_TO);
    return `${key.slice(0, ISSUER_FROM)}[${this.#taxId(issuer)}]${key.slice(ISSUER_TO)}`;
  }

  /** Figures without a tax id's check digits stay what they are: a size, an instant. */
  #bareTaxId(figures: string): string {
    return isCnpj(figures) || isCpf(figures) ? this.#taxId(figures) : figures;
  }

  #taxId(written: string): string {
    const taxId = normaliseTaxId(written);
    if (taxId === null) return written;
    const known = this.#clients.get(taxId) ?? this.#others.get(taxId);
    if (known !== undefined) return known;
    const pseudonym = `CNPJ-X${String(this.#others.size + 1)}`;
    this.#others.set(taxId, pseudonym);
    return pseudonym;
  }

  #isDisguise(run: string): boolean {
    return readingsOf(run).some((text) => this.#names.has(text) || this.#holdsClient(text));
  }

  #holdsClient(text: string): boolean {
    const figures = text.replace(/[^0-9A-Z]/gi, '').toUpperCase();
    for (const taxId of this.#clients.keys()) if (figures.includes(taxId)) return true;
    return false;
  }
}

function namesOf({ id, name, folder, taxId, code }: CompanyRow): KnownName[] {
  const pseudonym = `EMPRESA-${String(id)}`;
  // the folder is the code and the name in another spelling: `0001_NOME_TRATADO`
  const short = code === null ? folder : folder.replace(new RegExp(`^${code.replace(/\W/g, '.')}_`), '');
  const names = [...new Set([folder, short, name])];
  return [
    ...names.map((one) => ({ name: one, pseudonym })),
    ...[taxId, formatTaxId(taxId)].map((one) => ({ name: one, pseudonym: `CNPJ-${String(id)}` })),
  ];
}

/** What a run of letters and figures says where it is another writing of a text; nothing where it is not. */
function readingsOf(run: string): string[] {
  const percent = /%[0-9a-f]{2}/i.test(run) ? [decoded(run), decoded(decoded(run))] : [];
  const hex = /^(?:[0-9a-f]{2})+$/i.test(run) ? bothReadings(Buffer.from(run, 'hex')) : [];
  const base64 = [0, 1, 2, 3].flatMap((skip) => bothReadings(Buffer.from(run.slice(skip), 'base64')));
  return [...percent, ...hex, ...base64];
}

function bothReadings(bytes: Buffer): string[] {
  return [bytes.toString('utf8'), bytes.toString('utf16le')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
