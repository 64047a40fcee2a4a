import { describe, expect, it } from 'vitest';
import { ConfirmedServers } from '../../../src/main/dialogs/confirmed-servers';

describe('servers that a person confirms', () => {
  it('are asked about one at a time, once where he agrees, again where he does not', async () => {
    const asked: string[] = [];
    let open = 0;
    const servers = new ConfirmedServers(async (server) => {
      asked.push(server);
      open += 1;
      expect(open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return server === 'https://sim.test';
    });
    const answers = ['https://sim.test', 'https://sim.test', 'https://nao.test', 'https://nao.test'];
    expect(await Promise.all(answers.map((one) => servers.confirm(one)))).toEqual([true, true, false, false]);
    expect(asked).toEqual(['https://sim.test', 'https://nao.test', 'https://nao.test']);
  });

  it('stand for no other address where it was one address that was agreed to', async () => {
    const asked: string[] = [];
    const servers = new ConfirmedServers((server) => {
      asked.push(server);
      return Promise.resolve(true);
    });
    for (const path of ['a', 'a', 'b']) await servers.confirm('https://sim.test', `https://sim.test/${path}`);
    await servers.confirm('https://sim.test');
    expect(asked).toEqual(['https://sim.test', 'https://sim.test', 'https://sim.test']);
  });

  it('are not confirmed by a question that could not be put, which holds up no other', async () => {
    let broken = true;
    const servers = new ConfirmedServers(() =>
      broken ? Promise.reject(new Error('no window')) : Promise.resolve(true),
    );
    await expect(servers.confirm('https://a.test')).rejects.toThrow('no window');
    broken = false;
    expect(await servers.confirm('https://a.test')).toBe(true);
  });
});
