/** What Malote looks for in a list of companies. */
export type Column = 'taxId' | 'treatedName' | 'name' | 'code';

/** Titles without case, accents, blanks and punctuation, the plainest first: what offices and their programs write most. */
const EXACT: Readonly<Record<Column, readonly string[]>> = {
  taxId: ['cnpjcpf', 'cpfcnpj', 'cnpjoucpf', 'cpfoucnpj', 'cnpj', 'cpf'],
  treatedName: ['nometratado'],
  name: ['razaosocial', 'nomeempresarial', 'nomedaempresa', 'nomeempresa', 'nome', 'empresa', 'cliente'],
  code: ['codigo', 'cod', 'codigoempresa', 'codigodaempresa'],
};

/** One of `key`, and of other words only `beside`: "CNPJ da Empresa" is one, "CPF do Sócio" and "Código do Município" are none. */
interface Words {
  readonly key: ReadonlySet<string>;
  readonly beside: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const SMALL = 'da do de das dos e ou n no nr num numero';

const BY_WORDS: Readonly<Partial<Record<Column, Words>>> = {
  taxId: {
    key: words('cnpj cpf'),
    beside: words(
      `${SMALL} mf empresa empresas cliente clientes matriz filial estabelecimento contribuinte inscricao completo`,
    ),
  },
  treatedName: { key: words('tratado'), beside: words(`${SMALL} nome pasta empresa cliente`) },
  name: {
    key: words('razao nome empresa cliente denominacao fantasia contribuinte'),
    beside: words(`${SMALL} social empresarial completo completa matriz filial estabelecimento`),
  },
  code: { key: words('codigo cod cd'), beside: words(`${SMALL} empresa cliente interno sistema dominio`) },
};

/** Titles that are neither plain nor wrong, by how well they name what is wanted. */
const LAST_RESORT = /fantasia|filial|matriz/;
const [BY_WORDS_RANK, LAST_RANK] = [100, 200];

function wordsOf(title: string): string[] {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
}

/** How plainly a title names a column, 0 being the plainest; null when it does not. */
export function columnRank(title: string, column: Column): number | null {
  const said = wordsOf(title);
  const exact = EXACT[column].indexOf(said.join(''));
  if (exact >= 0) return exact;
  const rule = BY_WORDS[column];
  if (rule === undefined || said.length === 0 || said.length > 6) return null;
  const fits =
    said.some((word) => rule.key.has(word)) && said.every((word) => rule.key.has(word) || rule.beside.has(word));
  if (!fits) return null;
  return LAST_RESORT.test(said.join(' ')) ? LAST_RANK : BY_WORDS_RANK;
}
