import { unzipSync } from 'fflate';
import { readFiscal } from '../../src/engine/fiscal';
import {
  createOffice,
  DEMO_CREDENTIALS,
  parseQuirks,
  startSimulator,
  type Office,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator';

export const MONTH = '2026-08';
export const WINDOW = { DataEmissaoInicio: '2026-08-01', DataEmissaoFim: '2026-08-31' };
const PLAIN_KEY = decodeURIComponent(DEMO_CREDENTIALS.apiKey);

/** Whether the text is XML from its first to its last tag: the reader validates before it reads. */
export function isWellFormed(xml: string): boolean {
  return readFiscal(Buffer.from(xml)).refusals.length === 0;
}

/** A small office of every kind of document; the same in every test. */
export function smallOffice(): Office {
  return createOffice({ seed: 11, month: MONTH, companies: 12, documentsPerCompany: 60 });
}

/** A simulator without limits (unless asked for), 1,000 times as fast as life. */
export function simulate(office: Office, quirks = 'none', options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  return startSimulator(office, { speed: 1_000, enforceLimits: false, ...options, quirks: parseQuirks(quirks) });
}

export function legacy(simulator: Simulator, path: string, body: unknown, query = ''): Promise<Response> {
  const url = `${simulator.url}${path}?${query}api_key=${encodeURIComponent(PLAIN_KEY)}`;
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

export async function tokenOf(simulator: Simulator): Promise<string> {
  const { clientId, clientSecret } = DEMO_CREDENTIALS;
  const headers = { 'X-Client-Id': clientId, 'X-Secret-Key': clientSecret };
  const answer = await fetch(`${simulator.url}/api/v1/create-jwt`, { method: 'POST', headers });
  return (await answer.json()) as string;
}

export function v1(simulator: Simulator, token: string, path: string, body: unknown): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, 'X-API-Key': PLAIN_KEY };
  return fetch(`${simulator.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

export function decodeList(list: readonly string[]): string[] {
  return list.map((item) => Buffer.from(item, 'base64').toString('utf8'));
}

export async function unzipTexts(answer: Response): Promise<string[]> {
  const entries = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  return Object.values(entries).map((bytes) => Buffer.from(bytes).toString('utf8'));
}

/** The key of the document, or what identifies the event, that an XML of the simulator holds. */
export function nameIn(xml: string): string {
  return /Id="(?:NFe|CTe|CFe|NFS|ID|EVT)([0-9A-Z]+)"/.exec(xml)?.[1] ?? 'unreadable';
}

export interface LegacyPage {
  readonly status: number;
  readonly texts: readonly string[];
}

/** One legacy page, whatever form the answer has; a 404 is an empty page. */
export async function legacyPage(simulator: Simulator, body: unknown): Promise<LegacyPage> {
  const answer = await legacy(simulator, '/BaixarXmls', body);
  if (answer.status !== 200) {
    await answer.text();
    return { status: answer.status, texts: [] };
  }
  const value = (await answer.json()) as string[] | string;
  return { status: 200, texts: decodeList(typeof value === 'string' ? (JSON.parse(value) as string[]) : value) };
}

/** Every XML of a kind, asking on until a page comes twice in a row without files. */
export async function sweep(simulator: Simulator, kind: number, extra: object = {}, take = 50): Promise<string[]> {
  const texts: string[] = [];
  for (let failures = 0; failures < 3;) {
    const page = await legacyPage(simulator, { XmlType: kind, Take: take, Skip: texts.length, ...WINDOW, ...extra });
    texts.push(...page.texts);
    failures = page.texts.length === 0 ? failures + 1 : 0;
  }
  return texts;
}
