import { afterEach, describe, expect, it } from 'vitest';
import { servePort } from '../../src/engine-process/serve';
import type { Port } from '../../src/engine-link';
import type { Handlers } from '../../src/shared/ipc/contract';
import { eventually } from '../support/eventually';

export interface PortPair {
  readonly ends: readonly [Port, Port];
  close(): Promise<void> | void;
}

/** What the two ends of a channel promise, whatever it is made of. */
export function describePort(name: string, open: () => Promise<PortPair>): void {
  describe(`a port over ${name}`, () => {
    const opened: PortPair[] = [];

    afterEach(async () => {
      for (const pair of opened.splice(0)) await pair.close();
    });

    async function pair(): Promise<readonly [Port, Port]> {
      const made = await open();
      opened.push(made);
      return made.ends;
    }

    it('carries messages both ways, in their order', async () => {
      const [one, other] = await pair();
      const heard: unknown[] = [];
      other.listen((message) => {
        heard.push(message);
        other.post({ echo: message });
      });
      const echoed: unknown[] = [];
      one.listen((message) => echoed.push(message));
      const said = Array.from({ length: 500 }, (_, index) => ({ index, text: 'ç'.repeat(index) }));
      for (const message of said) one.post(message);
      await eventually(() => {
        expect(echoed).toHaveLength(500);
      });
      expect(heard).toEqual(said);
      expect(echoed).toEqual(said.map((echo) => ({ echo })));
    });

    it('keeps what was posted before anybody listened, and hands it on after the call', async () => {
      const [one, other] = await pair();
      for (const message of ['a', null, 'b']) one.post(message);
      const heard: unknown[] = [];
      other.listen((message) => heard.push(message));
      expect(heard).toEqual([]);
      await eventually(() => {
        expect(heard).toEqual(['a', null, 'b']);
      });
    });

    it('carries a message of megabytes', async () => {
      const [one, other] = await pair();
      const large = { text: 'á"\\'.repeat(700_000) };
      const heard: unknown[] = [];
      other.listen((message) => heard.push(message));
      one.post(large);
      await eventually(() => {
        expect(heard).toEqual([large]);
      });
    });

    it('hands on what was said before one end closes, then tells both ends once', async () => {
      const [one, other] = await pair();
      const heard: unknown[] = [];
      one.onClose(() => heard.push('one is closed'));
      other.onClose(() => heard.push('other is closed'));
      other.listen((message) => heard.push(message));
      one.listen(() => undefined);
      one.post('last');
      one.close();
      await eventually(() => {
        expect([...heard].sort()).toEqual(['last', 'one is closed', 'other is closed']);
      });
      expect(heard.indexOf('last')).toBeLessThan(heard.indexOf('other is closed'));
    });

    it('takes what is posted after the end, and any number of closings, without a word', async () => {
      const [one, other] = await pair();
      let closings = 0;
      other.onClose(() => {
        closings += 1;
      });
      one.listen(() => undefined);
      other.listen(() => expect.unreachable());
      one.close();
      one.close();
      one.post('nobody hears this');
      await eventually(() => {
        expect(closings).toBe(1);
      });
      other.post('nor this');
      other.close();
    });

    it('serves the contract: an answer to a request, a refusal of what is none', async () => {
      const [page, engine] = await pair();
      const troubles: string[] = [];
      const handlers: Partial<Handlers<'engine'>> = { leaveDemonstration: () => undefined };
      servePort(engine, handlers as Handlers<'engine'>, (text) => troubles.push(text));
      const answers: unknown[] = [];
      page.listen((message) => answers.push(message));
      page.post({ id: 1, name: 'noSuchThing', input: undefined });
      page.post('no request');
      page.post({ id: 2, name: 'constructor', input: {} });
      page.post({ id: 3, name: 'leaveDemonstration', input: undefined });
      await eventually(() => {
        expect(answers).toHaveLength(3);
      });
      const said = answers.map((answer) => JSON.parse((answer as { answer: string }).answer) as unknown);
      const refused = { ok: false, error: { code: 'IPC_BAD_REQUEST' } };
      expect(said).toMatchObject([refused, refused, { ok: true }]);
      expect(answers).toMatchObject([{ id: 1 }, { id: 2 }, { id: 3 }]);
      expect(troubles).toHaveLength(3);
    });
  });
}
