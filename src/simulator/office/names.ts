import { hash32, Random } from './random';

const TRADES = [
  'COMÉRCIO DE ALIMENTOS',
  'TRANSPORTES',
  'INDÚSTRIA METALÚRGICA',
  'CONFECÇÕES',
  'PANIFICADORA',
  'MATERIAIS DE CONSTRUÇÃO',
  'AUTO PEÇAS',
  'DISTRIBUIDORA DE BEBIDAS',
  'FARMÁCIA DE MANIPULAÇÃO',
  'MÓVEIS PLANEJADOS',
  'LOGÍSTICA',
  'EMBALAGENS',
  'SERVIÇOS DE INFORMÁTICA',
  'PAPELARIA',
  'AGROPECUÁRIA',
  'COMÉRCIO DE TINTAS',
  'ÓTICA',
  'GRÁFICA E EDITORA',
] as const;
const PROPER = [
  'ALVORADA',
  'SÃO BENTO DO VALE',
  'IPÊ AMARELO',
  'TRÊS PONTES',
  'JACARANDÁ',
  'ESTRELA POENTE',
  'PEDRA LISA',
  'ARAÇÁ',
  'BOA COLHEITA',
  'SERRA AZULADA',
  'MANACÁ',
  'RIO SERENO',
  'CAPIM DOURADO',
  'SABIÁ',
  'PORTO CALMO',
  'VENTO LESTE',
  'JATOBÁ',
  'LUA CRESCENTE',
  'CAMBUCI',
  'ONÇA PINTADA',
] as const;
const FORMS = ['LTDA', 'LTDA', 'LTDA', 'ME', 'EPP', 'EIRELI', 'S/A', 'LTDA.'] as const;
const LONG_TAIL = 'IMPORTAÇÃO EXPORTAÇÃO E REPRESENTAÇÃO COMERCIAL DE PRODUTOS EM GERAL';
const FIRST = ['JOANA', 'ANTÔNIO', 'BEATRIZ', 'CÍCERO', 'DALVA', 'ESTÊVÃO', 'FÁTIMA', 'GERALDO'] as const;
const LAST = ['DO EXEMPLO', 'DA AMOSTRA', 'DE MODELO', 'FICTÍCIO', 'DA SILVEIRA TESTE'] as const;

/** An invented company name; about one in fifteen is very long. */
export function companyName(random: Random): string {
  const tail = random.chance(1 / 15) ? ` ${LONG_TAIL}` : '';
  return `${random.pick(TRADES)} ${random.pick(PROPER)}${tail} ${random.pick(FORMS)}`;
}

/** The invented name that always belongs to this tax id, for those who are not clients of the office. */
export function strangerName(taxId: string): string {
  const random = new Random(hash32('name', taxId));
  return taxId.length === 11 ? `${random.pick(FIRST)} ${random.pick(LAST)}` : companyName(random);
}

export interface Place {
  /** IBGE code of the state. */
  readonly state: string;
  readonly uf: string;
  /** IBGE code of the municipality. */
  readonly city: string;
  readonly cityName: string;
}

const PLACES: readonly Place[] = [
  { state: '35', uf: 'SP', city: '3550308', cityName: 'São Paulo' },
  { state: '35', uf: 'SP', city: '3509502', cityName: 'Campinas' },
  { state: '31', uf: 'MG', city: '3106200', cityName: 'Belo Horizonte' },
  { state: '33', uf: 'RJ', city: '3304557', cityName: 'Rio de Janeiro' },
  { state: '41', uf: 'PR', city: '4106902', cityName: 'Curitiba' },
];

/** The city that always belongs to this tax id. */
export function placeOf(taxId: string): Place {
  return new Random(hash32('place', taxId)).pick(PLACES);
}

/** São Paulo, the only state of the invented SAT equipment. */
export const SAT_STATE = '35';
