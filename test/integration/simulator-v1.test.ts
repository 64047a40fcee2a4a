import { request } from 'node:http';
import { gunzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIEG_KINDS } from '../../src/engine/domain';
import { DEMO_CREDENTIALS, type Simulator } from '../../src/simulator';
import { MONTH, nameIn, simulate, smallOffice, tokenOf, unzipTexts, v1, WINDOW } from './simulator-client';

const office = smallOffice();
const expected = office.expected(MONTH);
let simulator: Simulator;
let token: string;

beforeAll(async () => {
  simulator = await simulate(office);
  token = await tokenOf(simulator);
});
afterAll(() => simulator.close());

interface Envelope<T> {
  readonly IsSuccess: boolean;
  readonly ErrorMessage: string | null;
  readonly Data: T;
}

async function dataOf<T>(answer: Response): Promise<T> {
  return ((await answer.json()) as Envelope<T>).Data;
}

describe('create-jwt', () => {
  function post(headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const call = request(`${simulator.url}/api/v1/create-jwt`, { method: 'POST', headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      });
      call.on('error', reject).end();
    });
  }

  it('gives a bare token to the client, and to nobody else', async () => {
    expect(token).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(
      await post({ 'Content-Length': '0', 'X-Client-Id': DEMO_CREDENTIALS.clientId, 'X-Secret-Key': 'errado' }),
    ).toBe(401);
  });

  it('insists on a length', async () => {
    expect(await post({ 'Transfer-Encoding': 'chunked' })).toBe(411);
    expect(await post({ 'Content-Length': '0' })).toBe(401);
  });
});

describe('baixar-xmls', () => {
  it('brings every document of the month in ZIPs, some with data descriptors', async () => {
    const flags = new Set<number>();
    for (const [index, kind] of SIEG_KINDS.entries()) {
      const keys: string[] = [];
      for (let skip = 0; ; skip += 50) {
        const answer = await v1(simulator, token, 'baixar-xmls', {
          TipoXml: index + 1,
          Take: 50,
          Skip: skip,
          BaixarEventos: false,
          ...WINDOW,
        });
        if (answer.status === 404) {
          expect(await answer.text()).toContain('Nenhum arquivo XML localizado');
          break;
        }
        expect(answer.headers.get('content-type')).toBe('application/zip');
        const copy = new Uint8Array(await answer.clone().arrayBuffer());
        flags.add((copy[6] ?? 0) & 8);
        keys.push(...(await unzipTexts(answer)).map(nameIn));
      }
      expect(keys.sort()).toEqual([...expected.documents[kind]].map((identity) => identity.replace('NFS:', '')).sort());
    }
    expect(flags).toEqual(new Set([0, 8]));
  });

  it('refuses long windows and, for NFS-e, dates with a time', async () => {
    const page = { TipoXml: 3, Take: 50, Skip: 0, BaixarEventos: false };
    const long = { DataEmissaoInicio: '2026-06-01', DataEmissaoFim: '2026-08-31' };
    const timed = { DataEmissaoInicio: '2026-08-01T00:00:00', DataEmissaoFim: '2026-08-31T23:59:59' };
    expect((await v1(simulator, token, 'baixar-xmls', { ...page, ...long })).status).toBe(400);
    expect((await v1(simulator, token, 'baixar-xmls', { ...page, ...timed })).status).toBe(400);
    expect((await v1(simulator, token, 'baixar-xmls', { ...page, ...timed, TipoXml: 1 })).status).toBe(200);
    expect((await v1(simulator, token, 'contar-xmls', long)).status).toBe(200);
    const answer = await v1(simulator, token, 'contar-xmls', { ...long, DataEmissaoInicio: '2026-05-01' });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as Envelope<null>).ErrorMessage).toContain('3 meses');
  });
});

describe('the other v1 endpoints', () => {
  it('contar-xmls counts in an envelope', async () => {
    const counts = await dataOf<Record<string, number>>(await v1(simulator, token, 'contar-xmls', WINDOW));
    expect(counts).toEqual(Object.fromEntries(SIEG_KINDS.map((kind) => [kind, expected.documents[kind].size])));
  });

  it('baixar-xml gives one document', async () => {
    const { key } = office.documents.find(({ kind }) => kind === 'CTe')!;
    const xml = await dataOf<string>(
      await v1(simulator, token, 'baixar-xml', { ChaveXml: key, TipoXml: 2, BaixarEventos: false }),
    );
    expect(nameIn(xml)).toBe(key);
  });

  it('baixar-eventos answers in each of its three forms', async () => {
    const forms = new Set<string>();
    for (const { document } of office.events.filter((event) => event.document.kind === 'NFe')) {
      const answer = await v1(simulator, token, 'baixar-eventos', {
        ChaveXml: document.key,
        TipoXml: 1,
        Take: 50,
        Skip: 0,
      });
      const texts =
        answer.headers.get('content-type') === 'application/zip'
          ? await unzipTexts(answer)
          : await fromEnvelope(answer);
      expect(texts.every((xml) => xml.includes(document.key))).toBe(true);
      forms.add(answer.headers.get('content-type') ?? '');
    }
    expect(forms.size).toBe(2);
  });

  async function fromEnvelope(answer: Response): Promise<string[]> {
    return (await dataOf<string[]>(answer)).map((item) => {
      const bytes = Buffer.from(item, 'base64');
      return Buffer.from(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
    });
  }

  it('need token and key', async () => {
    expect((await v1(simulator, 'eyJ.x.y', 'contar-xmls', WINDOW)).status).toBe(401);
    const keyless = await fetch(`${simulator.url}/api/v1/contar-xmls`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(WINDOW),
    });
    expect(keyless.status).toBe(401);
    const wrong = await v1(simulator, token, 'relatorio', WINDOW);
    expect([wrong.status, (await wrong.text()).includes('Nenhum arquivo')]).toEqual([404, false]);
  });

  it('have limits of their own: two pages and five counts a minute', async () => {
    const strict = await simulate(office, 'none', { enforceLimits: true, speed: 1 });
    const own = await tokenOf(strict);
    const statuses = async (path: string, body: object, times: number): Promise<number[]> => {
      const answers: number[] = [];
      for (let i = 0; i < times; i++) answers.push((await v1(strict, own, path, body)).status);
      return answers;
    };
    expect(await statuses('baixar-xmls', { TipoXml: 1, Take: 5, Skip: 0, ...WINDOW }, 3)).toEqual([200, 200, 429]);
    expect(await statuses('contar-xmls', WINDOW, 6)).toEqual([200, 200, 200, 200, 200, 429]);
    await strict.close();
  });
});
