import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings, saveSettings, type Engine } from '../../src/engine';
import { makeBackedUpWorkspace, openBackupFixture, type BackupFixture } from '../support/backup-fixture';
import { removeWorkspace, type Workspace } from '../support/workspace';

let made: Workspace;
beforeAll(async () => {
  made = await makeBackedUpWorkspace();
});
afterAll(() => removeWorkspace(made));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

interface Given {
  readonly method?: string;
  readonly host?: string;
}

function ask(
  port: number,
  path: string,
  { method = 'GET', host }: Given = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    const call = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject).end();
  });
}

async function watched(fixture: BackupFixture, port: number): Promise<Engine> {
  const { folder } = fixture.workspace;
  const { settings } = await loadSettings(folder);
  await saveSettings(folder, { ...settings, health: { port } });
  const engine = await fixture.open();
  await engine.watch();
  return engine;
}

describe('the page for a monitor on this computer', () => {
  it('says how the work is, names no company and no place, and ends with the engine', async () => {
    const fixture = await openBackupFixture(made);
    const port = await freePort();
    const engine = await watched(fixture, port);
    const health = await ask(port, '/health');
    const view = JSON.parse(health.text) as { healthy: boolean; engine: { state: string; pid: number } };
    expect(health.status).toBe(view.healthy ? 200 : 503);
    expect(view.engine).toMatchObject({ state: 'alive', pid: process.pid });
    const metrics = await ask(port, '/metrics');
    expect(metrics.status).toBe(200);
    expect(metrics.text).toContain(`malote_healthy ${view.healthy ? '1' : '0'}\n`);
    expect(metrics.text).toMatch(/^malote_deliveries_waiting \d+$/m);
    expect(metrics.text).toMatch(/^malote_newest_document_timestamp_seconds 1\d{9}(\.\d+)?$/m);
    // each line is a comment or a sample
    expect(
      metrics.text.split('\n').filter((line) => !/^(# (HELP|TYPE) .+|[a-z_]+(\{root="[a-z]+"\})? [\d.]+|)$/.test(line)),
    ).toEqual([]);
    for (const text of [health.text, metrics.text]) expect(text).not.toContain(fixture.workspace.folder);
    await engine.close();
    await expect(ask(port, '/health')).rejects.toThrow();
  });

  it('answers nobody who asks for this computer under another name, nothing else, and only reads', async () => {
    const fixture = await openBackupFixture(made);
    const port = await freePort();
    await watched(fixture, port);
    for (const host of [
      'evil.example',
      `evil.example:${String(port)}`,
      'localhost.evil.example',
      '127.0.0.1@evil.example',
      'a b',
    ])
      expect(await ask(port, '/health', { host }), host).toEqual({ status: 403, text: '' });
    expect((await ask(port, '/metrics', { host: `localhost:${String(port)}` })).status).toBe(200);
    expect(await ask(port, '/health', { method: 'POST' })).toEqual({ status: 405, text: '' });
    for (const path of ['/', '/health/', '/health?x=1', '/../settings.json'])
      expect(await ask(port, path), path).toEqual({ status: 404, text: '' });
  });

  it('is off where nobody wants it, and a port that is taken is told once', async () => {
    const fixture = await openBackupFixture(made);
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { folder } = fixture.workspace;
    const engine = await fixture.open();
    const told: (string | null)[] = [];
    engine.subscribe((event) => {
      if (event.type === 'notice') told.push(event.code);
    });
    await engine.watch();
    expect(told).not.toContain('DIAGNOSIS_PAGE_FAILED');
    const { settings } = await loadSettings(folder);
    await saveSettings(folder, { ...settings, health: { port } });
    await engine.watch();
    await engine.watch();
    expect(told.filter((code) => code === 'DIAGNOSIS_PAGE_FAILED')).toHaveLength(1);
    // the other one ends: it is free by now
    await new Promise((resolve) => other.close(resolve));
    await engine.watch();
    expect((await ask(port, '/metrics')).status).toBe(200);
  });
});
