import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DOCUMENT_KINDS, type Direction } from '../../../src/engine/domain';
import { MaloteError } from '../../../src/shared/errors';
import { answerRequest } from '../../../src/shared/ipc/answer';
import { createClient } from '../../../src/shared/ipc/client';
import { contract, contractNames, type Handlers, type MainRequest } from '../../../src/shared/ipc/contract';
import { createBridgeDouble, DOUBLE_STATE } from '../../../src/shared/ipc/double';
import { directionSchema, documentKindSchema } from '../../../src/shared/ipc/documents';
import { DEFAULT_PREFERENCES } from '../../../src/shared/ipc/shell';
import { consoleStateSchema } from '../../../src/shared/ipc/state';
import { company, line, STATE } from './support';

const SIDES = ['engine', 'main'] as const;

describe('the contract', () => {
  it('has one name for one thing on both sides together', () => {
    const names = SIDES.flatMap((side) => [...contractNames.requests[side], ...contractNames.events[side]]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('lets a state through unchanged, and nothing else', () => {
    const state = { ...STATE, companies: [company(1, { progress: 0.5, ratePerMinute: 3 })], journal: [line(1)] };
    expect(consoleStateSchema.parse(state)).toEqual(state);
    expect(consoleStateSchema.safeParse({ ...state, month: 'outubro' }).success).toBe(false);
    expect(consoleStateSchema.safeParse({ ...state, companies: [{ ...company(1), progress: 2 }] }).success).toBe(false);
  });

  it('has the engine’s own words for kinds and directions, no more and no fewer', () => {
    const directions: Readonly<Record<Direction, true>> = {
      inbound: true,
      outbound: true,
      reference: true,
      'third-party': true,
      participant: true,
      issued: true,
      contracted: true,
      unknown: true,
    };
    expect(documentKindSchema.options).toEqual(DOCUMENT_KINDS);
    expect([...directionSchema.options].sort()).toEqual(Object.keys(directions).sort());
  });

  it('has no place for a credential on its way to the page', () => {
    const outputs: z.ZodType[] = [
      ...Object.values(contract.engine.requests).map(({ output }) => output),
      ...Object.values(contract.main.requests).map(({ output }) => output),
      ...Object.values({ ...contract.engine.events, ...contract.main.events }),
    ];
    const shapes = JSON.stringify(outputs.map((output) => z.toJSONSchema(output, { unrepresentable: 'any' })));
    expect(shapes).toContain('taxId');
    expect(shapes).not.toMatch(/apiKey|clientSecret|clientId/);
  });
});

describe('the client', () => {
  it('has a function for each request of the contract, and the double answers all of them', async () => {
    const double = createBridgeDouble();
    const client = createClient(double.bridge);
    for (const side of SIDES)
      expect(Object.keys(client[side]).sort()).toEqual([...contractNames.requests[side]].sort());
    expect(await client.engine.snapshot()).toEqual(DOUBLE_STATE);
    expect(await client.main.pickPath({ what: 'archive.root' })).toMatchObject({ id: expect.any(String) as string });
    expect(await client.main.savePreferences({ theme: 'dark' })).toEqual({ ...DEFAULT_PREFERENCES, theme: 'dark' });
    await expect(client.engine.startJob({ kind: 'run', month: '2026-13' })).rejects.toMatchObject({
      code: 'IPC_BAD_REQUEST',
    });
  });

  it('throws what was thrown on the other side, as what it was', async () => {
    const thrown = new MaloteError('RUN_UNKNOWN_COMPANY', { taxId: '1' });
    const { bridge } = createBridgeDouble({ engine: { startJob: () => Promise.reject(thrown) } });
    const caught: unknown = await createClient(bridge)
      .engine.startJob({ kind: 'run', month: '2026-10' })
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(MaloteError);
    expect((caught as MaloteError).toEnvelope()).toEqual(thrown.toEnvelope());
  });

  it.each([null, 'sim', { ok: true, value: { revision: 'x' } }, { ok: false, error: 'não' }, { ok: 1 }])(
    'takes %j for no answer',
    async (answer) => {
      const { bridge } = createBridgeDouble();
      const lying = {
        ...bridge,
        engine: { ...bridge.engine, snapshot: () => Promise.resolve(JSON.stringify(answer)) },
      };
      await expect(createClient(lying).engine.snapshot()).rejects.toMatchObject({ code: 'IPC_BAD_ANSWER' });
    },
  );

  it('drops an event that does not fit, and says so', () => {
    const { bridge } = createBridgeDouble();
    const heard: unknown[] = [];
    const bad: string[] = [];
    const lying = {
      ...bridge,
      on: (_event: string, listener: (payload: string) => void) => (listener('{}'), () => undefined),
    };
    createClient(lying, { onBadEvent: (event) => bad.push(event) }).on('delta', (delta) => heard.push(delta));
    expect([heard, bad]).toEqual([[], ['delta']]);
  });
});

describe('answerRequest', () => {
  const reached: unknown[] = [];
  const handlers = new Proxy({} as Handlers<'main'>, {
    get: (_target, name) => (input: unknown) => {
      reached.push([name, input]);
      if (name === 'restartEngine') throw new TypeError('segredo de dentro.');
      return undefined;
    },
  });
  const answer = (name: string, input: unknown, trouble: string[] = []) =>
    answerRequest('main', handlers, { name, input }, (text) => trouble.push(text));

  it.each(['', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'snapshot', 'storeKey '])(
    'knows no request called %j',
    async (name) => {
      expect(await answer(name, undefined)).toMatchObject({ ok: false, error: { code: 'IPC_BAD_REQUEST' } });
    },
  );

  it('lets nothing out of its schema reach a handler, whatever it is', async () => {
    const withInput = (
      ['pickPath', 'storeKey', 'openFolder', 'openLink'] as const satisfies readonly MainRequest[]
    ).map(String);
    reached.length = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...withInput), fc.anything(), async (name, input) => {
        expect(await answer(name, input)).toMatchObject({ ok: false, error: { code: 'IPC_BAD_REQUEST' } });
      }),
    );
    expect(reached).toEqual([]);
  });

  it('hands on only what the schema names', async () => {
    reached.length = 0;
    await answer('openFolder', { folder: 'logs', path: '/etc' });
    expect(reached).toStrictEqual([['openFolder', { folder: 'logs' }]]);
  });

  it('turns a mistake into an envelope and its trace into trouble, without what was sent', async () => {
    const trouble: string[] = [];
    expect(await answer('restartEngine', undefined, trouble)).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    await answer('storeKey', { apiKey: 'canary-key' }, trouble);
    expect(trouble).toEqual([expect.stringContaining('TypeError'), expect.stringContaining('main.storeKey')]);
    expect(trouble.join()).not.toContain('canary');
  });
});
