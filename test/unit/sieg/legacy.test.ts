import { describe, expect, it } from 'vitest';
import type { PageQuery } from '../../../src/engine/sieg';
import { apiAt, base64, neverAborted, replying, text, zip } from './support';
import type { Reply } from './support';

const PAGE: PageQuery = {
  kind: 'NFe',
  window: { by: 'issue', from: '2026-03-01', to: '2026-03-31' },
  skip: 0,
  take: 50,
  events: true,
};
const NOTHING = 'Nenhum arquivo XML localizado para os filtros informados.';

async function pageOf(reply: Reply): Promise<{ saidNothing: boolean; files: (readonly [string, string | null])[] }> {
  const { baseUrl } = await replying(reply);
  const page = await apiAt(baseUrl, 'legacy').page(PAGE, neverAborted);
  return {
    saidNothing: page.saidNothing,
    files: page.files.map(({ bytes, problem }) => [text(bytes), problem] as const),
  };
}

async function failureOf(reply: Reply): Promise<unknown> {
  const { baseUrl } = await replying(reply);
  return apiAt(baseUrl, 'legacy')
    .page(PAGE, neverAborted)
    .then(
      () => 'no failure',
      (error: unknown) => error,
    );
}

describe('a page of the legacy API', () => {
  const array = JSON.stringify([base64('<a/>'), base64('<b/>')]);

  it.each<[string, string | Uint8Array]>([
    ['an array', array],
    ['an array encoded twice', JSON.stringify(array)],
    ['an array behind a byte order mark', `\uFEFF${array}`],
    ['the object of V2', JSON.stringify({ xmls: JSON.parse(array) as unknown })],
    ['an envelope', JSON.stringify({ IsSuccess: true, ErrorMessage: null, Data: JSON.parse(array) as unknown })],
    ['texts between commas', `${base64('<a/>')},${base64('<b/>')}`],
    ['objects', JSON.stringify([{ Xml: '<a/>' }, { XmlBase64: base64('<b/>') }])],
    ['an archive', zip({ 'a.xml': '<a/>', 'b.xml': '<b/>' })],
  ])('reads %s', async (_, body) => {
    expect(await pageOf({ body })).toEqual({
      saidNothing: false,
      files: [
        ['<a/>', null],
        ['<b/>', null],
      ],
    });
  });

  it('keeps an item that cannot be decoded among the others', async () => {
    expect(await pageOf({ body: JSON.stringify([base64('<a/>'), 'não é base64!', '', { Other: 1 }]) })).toEqual({
      saidNothing: false,
      files: [
        ['<a/>', null],
        ['não é base64!', 'not-base64'],
        ['', 'empty'],
        ['{"Other":1}', 'not-base64'],
      ],
    });
  });

  it.each<[string, Reply]>([
    ['404 with an array', { status: 404, body: JSON.stringify([NOTHING]) }],
    ['404 with a message', { status: 404, body: JSON.stringify({ message: NOTHING }) }],
    ['404 with text', { status: 404, body: `  ${NOTHING.toUpperCase()} \r\n` }],
    [
      '404 with an envelope',
      { status: 404, body: JSON.stringify({ IsSuccess: false, ErrorMessage: NOTHING, StatusCode: 404 }) },
    ],
    [
      '200 with an envelope',
      { body: JSON.stringify({ IsFailure: true, ErrorMessage: NOTHING, StatusCode: 404, Data: null }) },
    ],
    ['200 with an array', { body: JSON.stringify([NOTHING]) }],
    ['400 with an array', { status: 400, body: '["Não foram encontrados registros."]' }],
    ['events', { body: 'Eventos não encontrados!' }],
    ['events without accents', { status: 404, body: '"Eventos nao encontrados"' }],
  ])('understands that there is nothing: %s', async (_, reply) => {
    expect(await pageOf(reply)).toEqual({ saidNothing: true, files: [] });
  });

  it.each<[string, Reply]>([
    ['an empty array', { body: '[]' }],
    ['no content', { status: 204 }],
    ['an empty body', { body: '' }],
  ])('does not take %s for the word that there is nothing', async (_, reply) => {
    expect(await pageOf(reply)).toEqual({ saidNothing: false, files: [] });
  });

  it.each<[string, Reply, string]>([
    ['404 without the words', { status: 404, body: 'Not Found' }, 'SIEG_WRONG_PATH'],
    ['null where a list is due', { body: 'null' }, 'SIEG_UNREADABLE'],
    ['null as text', { body: '"null"' }, 'SIEG_UNREADABLE'],
    ['null in an envelope of success', { body: '{"IsSuccess":true,"Data":null}' }, 'SIEG_UNREADABLE'],
    ['404 with a page', { status: 404, body: '<!DOCTYPE html><html></html>' }, 'SIEG_WRONG_PATH'],
    ['410', { status: 410 }, 'SIEG_WRONG_PATH'],
    ['401', { status: 401, body: '{"Message":"Unauthorized"}' }, 'SIEG_AUTHENTICATION'],
    ['403', { status: 403 }, 'SIEG_AUTHENTICATION'],
    ['403 of a firewall', { status: 403, body: '<html><body>Blocked</body></html>' }, 'SIEG_NOT_SIEG'],
    [
      '200 with the text of a bad key',
      { body: JSON.stringify({ Status: ['Api Key inválida'] }) },
      'SIEG_AUTHENTICATION',
    ],
    ['200 with one word', { body: 'Unauthorized' }, 'SIEG_AUTHENTICATION'],
    [
      '400 with the text of a bad key',
      { status: 400, body: '["Chave de API incorreta ou inexistente"]' },
      'SIEG_AUTHENTICATION',
    ],
    ['429', { status: 429 }, 'SIEG_RATE_LIMIT'],
    [
      '429 in an envelope',
      { body: JSON.stringify({ IsSuccess: false, StatusCode: 429, ErrorMessage: 'x y' }) },
      'SIEG_RATE_LIMIT',
    ],
    ['500', { status: 500, body: '<html>error</html>' }, 'SIEG_SERVER_ERROR'],
    ['504', { status: 504 }, 'SIEG_GATEWAY_TIMEOUT'],
    ['408', { status: 408 }, 'SIEG_CONNECTION'],
    ['a redirection', { status: 302, headers: { Location: 'https://portal.example/' } }, 'SIEG_REDIRECTED'],
    ['400 for the key of a document', { status: 400, body: '["Chave de acesso inválida."]' }, 'SIEG_REJECTED'],
    ['404 for something unknown', { status: 404, body: '["Chave não encontrada."]' }, 'SIEG_WRONG_PATH'],
    [
      'words that only begin like nothing',
      { status: 400, body: '["Não foi possível baixar os eventos deste XML."]' },
      'SIEG_REJECTED',
    ],
    ['400', { status: 400, body: '{"Message":"Take inválido."}' }, 'SIEG_REJECTED'],
    ['200 with a status text', { body: '{"Status":["Período maior que o permitido"]}' }, 'SIEG_REJECTED'],
    ['200 with an array of words', { body: '["Ocorreu um erro inesperado"]' }, 'SIEG_REJECTED'],
    ['200 with text', { body: 'Ocorreu um erro inesperado' }, 'SIEG_REJECTED'],
    ['407 of a proxy', { status: 407, body: '<html>login</html>' }, 'SIEG_PROXY_LOGIN'],
    ['a page of a proxy', { body: '<!doctype html><html><body>Login</body></html>' }, 'SIEG_NOT_SIEG'],
    ['JSON that breaks off', { body: array.slice(0, 20) }, 'SIEG_UNREADABLE'],
    ['an object of another shape', { body: '{"a":1}' }, 'SIEG_UNREADABLE'],
    ['a number', { body: '42' }, 'SIEG_UNREADABLE'],
    ['an archive that breaks off', { body: zip({ 'a.xml': '<a/>' }).slice(0, 40) }, 'SIEG_UNREADABLE'],
  ])('fails: %s', async (_, reply, code) => {
    expect(await failureOf(reply)).toMatchObject({ code });
  });

  it('quotes what SIEG said', async () => {
    expect(await failureOf({ status: 400, body: '["Take inválido."]' })).toMatchObject({
      message: 'O SIEG não aceitou a consulta: Take inválido.',
      details: { status: 400, path: '/BaixarXmls' },
    });
  });
});

describe('what the legacy API is asked', () => {
  it('sends the key encoded once, and the filters', async () => {
    const { baseUrl, seen } = await replying({ body: '[]' });
    const credentials = { apiKey: 'ab+c/d%3d%3d' };
    const api = apiAt(baseUrl, 'legacy', { credentials });
    await api.page(
      { ...PAGE, kind: 'CTe', skip: 100, take: 20, party: { role: 'taker', taxId: '11222333000181' } },
      neverAborted,
    );
    await api.page({ ...PAGE, window: { by: 'upload', from: '2026-04-01', to: '2026-04-02' } }, neverAborted);
    expect(seen[0]?.url).toBe('/BaixarXmls?api_key=ab%2Bc%2Fd%3D%3D');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      XmlType: 2,
      Take: 20,
      Skip: 100,
      DataEmissaoInicio: '2026-03-01',
      DataEmissaoFim: '2026-03-31',
      CnpjTom: '11222333000181',
      Downloadevent: true,
    });
    expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({
      DataUploadInicio: '2026-04-01T00:00:00',
      DataUploadFim: '2026-04-02T23:59:59',
    });
    expect(seen[0]?.headers['content-type']).toContain('application/json');
  });

  it('counts', async () => {
    const { baseUrl } = await replying(
      { body: JSON.stringify({ NFe: 3, NFCe: '4', CTe: 5, CFe: 0, NFSe: null }) },
      { status: 404, body: JSON.stringify([NOTHING]) },
      { body: '{"Total":1}' },
      { body: '{"NFe":"many"}' },
    );
    const api = apiAt(baseUrl, 'legacy');
    const count = (): Promise<unknown> => api.count({ window: PAGE.window }, neverAborted);
    // a kind without a number is not known to have none
    expect(await count()).toEqual({ NFe: 3, NFCe: 4, CTe: 5, CFe: 0, NFSe: null });
    expect(await count()).toEqual({ NFe: 0, NFCe: 0, CTe: 0, CFe: 0, NFSe: 0 });
    await expect(count()).rejects.toMatchObject({ code: 'SIEG_UNREADABLE' });
    await expect(count()).rejects.toMatchObject({ code: 'SIEG_UNREADABLE' });
  });

  it('fetches one document, and again without events when they are refused', async () => {
    const { baseUrl, seen } = await replying(
      { status: 400, body: '{"Message":"Evento não suportado"}' },
      { body: JSON.stringify('<a/>') },
    );
    const key = '3'.repeat(44);
    const files = await apiAt(baseUrl, 'legacy').document({ kind: 'NFe', key, events: true }, neverAborted);
    expect(files.map(({ bytes }) => text(bytes))).toEqual(['<a/>']);
    expect(seen.map(({ url }) => url.replace(/api_key=.*/, ''))).toEqual([
      '/BaixarXml?xmlType=1&downloadEvent=true&',
      '/BaixarXml?xmlType=1&downloadEvent=false&',
    ]);
    expect(seen[0]?.body).toBe(JSON.stringify(key));
  });

  it('fetches a document once when it asked for no events', async () => {
    const { baseUrl, seen } = await replying({ status: 400, body: '{"Message":"Chave com problema"}' });
    const asked = apiAt(baseUrl, 'legacy').document({ kind: 'NFe', key: '3'.repeat(44), events: false }, neverAborted);
    await expect(asked).rejects.toMatchObject({ code: 'SIEG_REJECTED' });
    expect(seen).toHaveLength(1);
  });

  it('has no files for a key that SIEG does not know', async () => {
    const { baseUrl } = await replying({ status: 404, body: JSON.stringify([NOTHING]) });
    expect(
      await apiAt(baseUrl, 'legacy').document({ kind: 'NFe', key: '3'.repeat(44), events: false }, neverAborted),
    ).toEqual([]);
  });

  it('asks for events by their own dates and type', async () => {
    const { baseUrl, seen } = await replying({ body: JSON.stringify([base64('<e/>')]) });
    const query = {
      kind: 'NFe',
      from: '2026-03-01',
      to: '2026-03-02',
      eventType: '110111',
      skip: 0,
      take: 50,
    } as const;
    expect((await apiAt(baseUrl, 'legacy').events(query, neverAborted)).files).toHaveLength(1);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      TipoXml: 1,
      TipoEvento: '110111',
      DataInicioEvento: '2026-03-01',
      DataFimEvento: '2026-03-02',
      Take: 50,
      Skip: 0,
    });
  });

  it('spends no request on a question that SIEG would refuse', async () => {
    const { baseUrl, seen } = await replying({ body: '[]' });
    const api = apiAt(baseUrl, 'legacy');
    const ask = (change: Partial<PageQuery>): Promise<unknown> => api.page({ ...PAGE, ...change }, neverAborted);
    await expect(ask({ take: 51 })).rejects.toMatchObject({ code: 'SIEG_QUERY_INVALID' });
    await expect(ask({ take: 0 })).rejects.toMatchObject({ code: 'SIEG_QUERY_INVALID' });
    await expect(ask({ skip: -1 })).rejects.toMatchObject({ code: 'SIEG_QUERY_INVALID' });
    await expect(ask({ window: { by: 'issue', from: '2026-03-02', to: '2026-03-01' } })).rejects.toMatchObject({
      code: 'SIEG_QUERY_INVALID',
    });
    await expect(ask({ window: { by: 'issue', from: '2026-02-30', to: '2026-03-01' } })).rejects.toMatchObject({
      code: 'SIEG_QUERY_INVALID',
    });
    expect(seen).toEqual([]);
  });
});
