import { describe, expect, it } from 'vitest';
import { EngineConnection, type LinePort } from '../../../src/preload/engine-connection';

/** The page's end of a channel, with what was sent on it. */
class FakePort implements LinePort {
  onmessage: LinePort['onmessage'] = null;
  readonly sent: { id: number; name: string; input: unknown }[] = [];
  closed = false;

  postMessage(message: unknown): void {
    this.sent.push(message as { id: number; name: string; input: unknown });
  }
  close(): void {
    this.closed = true;
  }
  handle(data: unknown): void {
    this.onmessage?.({ data });
  }
}

const away = expect.stringMatching(/^{"ok":false,"error":{"code":"IPC_ENGINE_AWAY"/) as unknown;

function openLine() {
  const events: unknown[] = [];
  const line = new EngineConnection((event, payload) => events.push([event, payload]));
  return { line, events, port: new FakePort() };
}

describe('EngineLine', () => {
  it('matches answers to requests, in whatever order they come', async () => {
    const { line, port } = openLine();
    line.attach(port);
    const [one, two] = [line.ask('snapshot', undefined), line.ask('journal', { limit: 1 })];
    expect(port.sent.map(({ name, input }) => [name, input])).toEqual([
      ['snapshot', undefined],
      ['journal', { limit: 1 }],
    ]);
    port.handle({ id: port.sent[1]!.id, answer: 'dois' });
    port.handle({ id: port.sent[0]!.id, answer: 'um' });
    expect(await Promise.all([one, two])).toEqual(['um', 'dois']);
  });

  it('holds what is asked before the first port comes', async () => {
    const { line, port } = openLine();
    const early = line.ask('snapshot', undefined);
    line.attach(port);
    port.handle({ id: port.sent[0]!.id, answer: 'um' });
    expect(await early).toBe('um');
  });

  it('tells everybody who waits that the engine is away, and who asks then too', async () => {
    const { line, port } = openLine();
    line.attach(port);
    const waiting = line.ask('snapshot', undefined);
    line.detach();
    expect(await waiting).toEqual(away);
    expect(await line.ask('snapshot', undefined)).toEqual(away);
    expect(port.closed).toBe(true);
  });

  it('goes on with a new port, and ends what waited on the old one', async () => {
    const { line, port } = openLine();
    line.attach(port);
    const old = line.ask('snapshot', undefined);
    const next = new FakePort();
    line.attach(next);
    expect(await old).toEqual(away);
    const asked = line.ask('snapshot', undefined);
    next.handle({ id: next.sent[0]!.id, answer: 'três' });
    expect(await asked).toBe('três');
  });

  it('hands events on, and ignores what is neither event nor answer', () => {
    const { line, events, port } = openLine();
    line.attach(port);
    port.handle({ event: 'delta', payload: '{}' });
    for (const noise of [
      null,
      1,
      'x',
      {},
      { id: 99, answer: '' },
      { id: 1, answer: {} },
      { event: 'delta', payload: {} },
    ])
      port.handle(noise);
    expect(events).toEqual([['delta', '{}']]);
  });
});
