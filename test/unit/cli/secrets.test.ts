import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli';
import { credentialsOnce, refuseSecretArguments, takeSecrets } from '../../../src/cli/secrets';
import { SIEG_ADDRESS } from '../../../src/shared/audience';
import { testHost } from './support';

const CANARY = 'canario-nao-pode-vazar-7d1f';

describe('credentials', () => {
  it('are taken out of the environment, so that no child inherits them', () => {
    const env = {
      MALOTE_SIEG_KEY: ` ${CANARY} `,
      MALOTE_SIEG_CLIENT_ID: 'id',
      MALOTE_SIEG_CLIENT_SECRET: 'segredo',
      PATH: '/bin',
    };
    expect(takeSecrets(env)).toEqual({ apiKey: CANARY, clientId: 'id', clientSecret: 'segredo' });
    expect(env).toEqual({ PATH: '/bin' });
    expect(takeSecrets(env)).toEqual({ apiKey: '', clientId: '', clientSecret: '' });
  });

  it('come from the environment without asking, and are hidden before they are used', async () => {
    const host = testHost({ answer: 'outra' });
    const hidden: string[] = [];
    const secrets = { apiKey: CANARY, clientId: '', clientSecret: '' };
    const credentials = credentialsOnce({ secrets, generation: 'legacy', host, hide: (secret) => hidden.push(secret) });
    expect((await credentials(SIEG_ADDRESS)).apiKey).toBe(CANARY);
    expect(host.questions).toEqual([]);
    expect(hidden).toContain(CANARY);
  });

  it('are asked for once on a terminal: the key alone for legacy, all three for v1', async () => {
    for (const [generation, questions] of [
      ['legacy', 1],
      ['v1', 3],
    ] as const) {
      const host = testHost({ answer: CANARY });
      const secrets = { apiKey: '', clientId: '', clientSecret: '' };
      const credentials = credentialsOnce({ secrets, generation, host, hide: () => undefined });
      await Promise.all([credentials(SIEG_ADDRESS), credentials(SIEG_ADDRESS)]);
      expect(host.questions).toHaveLength(questions);
    }
  });

  it('go to SIEG, to this computer and to the server that is named on purpose, and to no other', async () => {
    const secrets = { apiKey: CANARY, clientId: '', clientSecret: '' };
    const asking = { secrets, generation: 'legacy', hide: () => undefined } as const;
    const asked = credentialsOnce({ ...asking, host: testHost() });
    for (const address of [SIEG_ADDRESS, 'https://API.sieg.com/v2/', 'http://127.0.0.1:8080', 'http://localhost:3000'])
      expect((await asked(address)).apiKey, address).toBe(CANARY);
    for (const address of [
      'https://api.sieg.com.evil.example',
      'https://api.sieg.com:8443',
      'https://evil.example/api.sieg.com',
    ])
      await expect(asked(address), address).rejects.toMatchObject({ code: 'CLI_SIEG_ELSEWHERE' });
    const onPurpose = credentialsOnce({
      ...asking,
      host: testHost({ env: { MALOTE_SIEG_SERVER: 'https://proxy.example' } }),
    });
    expect((await onPurpose('https://proxy.example/sieg')).apiKey).toBe(CANARY);
    await expect(onPurpose('https://other.example')).rejects.toMatchObject({ code: 'CLI_SIEG_ELSEWHERE' });
  });

  it('missing without a terminal name the variable to set', async () => {
    const asking = {
      secrets: { apiKey: CANARY, clientId: '', clientSecret: '' },
      host: testHost(),
      hide: () => undefined,
    };
    await expect(credentialsOnce({ ...asking, generation: 'v1' })(SIEG_ADDRESS)).rejects.toMatchObject({
      code: 'CLI_KEY_MISSING',
      action: expect.stringContaining('MALOTE_SIEG_CLIENT_ID') as string,
    });
  });

  it.each([
    ['--key', CANARY],
    [`--key=${CANARY}`],
    ['--sieg-key', CANARY],
    [`--chave=${CANARY}`],
    ['-key', CANARY],
    [`--client-secret=${CANARY}`],
  ])('are refused as an argument: %s', async (...typed: string[]) => {
    const host = testHost();
    expect(await runCli(['run', ...typed, '--json'], host)).toBe(5);
    expect(host.stdout.text).toContain('"CLI_KEY_IN_ARGUMENT"');
    expect(host.stderr.text).toContain('histórico do terminal');
    expect(host.stdout.text + host.stderr.text).not.toContain(CANARY);
  });

  it.each([['--key', CANARY], [`--key=${CANARY}`], ['--key', `NFSE:${CANARY}`], ['--key']])(
    'are refused by the journal too, whose --key is that of a document: %s',
    async (...typed: string[]) => {
      const host = testHost();
      expect(await runCli(['journal', ...typed, '--json'], host)).toBe(5);
      expect(host.stdout.text + host.stderr.text).not.toContain(CANARY);
    },
  );

  it.each([
    ['--key', '35260311222333000181550010000000011000000017'],
    ['--key=3526 0311 2223 3300 0181 5500 1000 0000 0110 0000 0017'],
    ['--key', '352603AB222333000181550010000000011000000017'],
    ['--key', `NFS:${'1'.repeat(50)}`],
    ['--key', 'NFSE:3550308:11222333000181:742'],
    // mistyped: the journal says so itself
    ['--key', '3526031122233300018155001000000001100000001'],
    ['--key=123'],
  ])('are not what the journal takes as the key of a document: %s', (...typed) => {
    expect(() => {
      refuseSecretArguments(['journal', ...typed]);
    }).not.toThrow();
    expect(() => {
      refuseSecretArguments(['run', ...typed]);
    }).toThrow();
  });

  it('do not stand in the way of ordinary arguments', () => {
    expect(() => {
      refuseSecretArguments(['run', '--month', '2026-03', '--workspace', 'chave', 'keys.xlsx']);
    }).not.toThrow();
  });

  it('are not repeated when a wrong option has a value', async () => {
    const host = testHost();
    expect(await runCli(['run', `--siegk=${CANARY}`, '--json'], host)).toBe(4);
    expect(host.stdout.text).toContain('a opção --siegk não existe');
    expect(host.stdout.text + host.stderr.text).not.toContain(CANARY);
  });
});
