import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReporter } from '../../../src/cli/reporter';
import { progressLine, progressSentence, shareDone } from '../../../src/cli/text/progress';
import { widthOf } from '../../../src/cli/text/width';
import type { EngineEvent, RunPhase } from '../../../src/shared/views';
import { progressOf, testHost } from './support';

describe('share of the work done', () => {
  it('follows the requests, and the deliveries at the end', () => {
    expect(shareDone(progressOf())).toBeCloseTo(63 / 120);
    const documents = { expected: 10, archived: 10, delivered: 4, pending: 6 };
    expect(shareDone(progressOf({ phase: 'delivering', documents }))).toBeCloseTo(0.4);
  });

  it('is unknown until the plan is known, and never whole before the end', () => {
    expect(shareDone(progressOf({ requests: { done: 3, planned: null } }))).toBeNull();
    expect(shareDone(progressOf({ requests: { done: 120, planned: 120 } }))).toBeLessThan(1);
    expect(shareDone(progressOf({ requests: { done: 130, planned: 120 } }))).toBeLessThan(1);
    expect(shareDone(progressOf({ phase: 'done' }))).toBe(1);
  });
});

describe('line of the terminal', () => {
  it('shows phase, bar, documents, requests and the time left', () => {
    const line = progressLine(progressOf(), 140);
    expect(line).toBe(
      'Baixando páginas   ██████████░░░░░░░░░░  52%   3.120 de 6.000 documentos   63 de 120 consultas   restam cerca de 4 min',
    );
  });

  it('promises no time and no share that nobody knows', () => {
    const line = progressLine(progressOf({ etaSeconds: null, requests: { done: 3, planned: null } }), 140);
    expect(line).not.toMatch(/restam|%|█/);
    expect(line).toMatch(/há 1 min 15 s$/);
  });

  it('does not count more documents than there are', () => {
    const documents = { expected: 179, archived: 180, delivered: 0, pending: 0 };
    expect(progressLine(progressOf({ documents }), 140)).toContain('   180 documentos   ');
  });

  it('says when the run is paused', () => {
    expect(progressLine(progressOf({ paused: true }), 140)).toMatch(/em pausa$/);
  });

  it('says that SIEG does not answer, and when it is tried again, instead of a time left', () => {
    const at = new Date();
    const nextAttemptAt = new Date(at.getFullYear(), at.getMonth(), at.getDate(), 2, 29).toISOString();
    const siegAway = { since: nextAttemptAt, nextAttemptAt, attempts: 1, code: 'SIEG_TIMEOUT', reason: 'X.' };
    const progress = progressOf({ siegAway, etaSeconds: null });
    expect(progressLine(progress, 160)).toMatch(/o SIEG não responde, próxima tentativa às 02:29$/);
    expect(progressSentence(progress)).toContain('o SIEG não responde, próxima tentativa às 02:29');
  });

  it('keeps the time left when the terminal is too narrow for everything', () => {
    expect(progressLine(progressOf(), 100)).toMatch(/documentos {3}restam/);
    expect(progressLine(progressOf(), 75)).toMatch(/52% {3}restam/);
  });

  it('never fills the last column', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 200 }), fc.nat(10_000_000), (columns, archived) => {
        const documents = { expected: archived, archived, delivered: archived, pending: archived };
        expect(widthOf(progressLine(progressOf({ documents }), columns))).toBeLessThan(columns);
      }),
    );
  });
});

describe('plain lines', () => {
  const event = (phase: RunPhase): EngineEvent => ({ type: 'progress', progress: progressOf({ phase }) });

  it('are sentences', () => {
    expect(progressSentence(progressOf())).toBe(
      'Baixando páginas (52%): 3.120 de 6.000 documentos, 63 de 120 consultas, restam cerca de 4 min',
    );
  });

  it('come with every new phase, else at most every five seconds', () => {
    let now = 0;
    const host = testHost({ now: () => new Date(now) });
    const reporter = createReporter(host);
    for (const [time, phase] of [
      [0, 'counting'],
      [100, 'counting'],
      [200, 'sweeping'],
      [5_100, 'sweeping'],
      [5_300, 'sweeping'],
    ] as const) {
      now = time;
      reporter.handle(event(phase));
    }
    reporter.close();
    expect(host.stderr.lines.map((line) => line.slice(9, 17))).toEqual(['Contando', 'Baixando', 'Baixando']);
    expect(host.stderr.text).not.toContain('\u001b');
    expect(host.stdout.text).toBe('');
  });

  it('tell notices with their weight', () => {
    const host = testHost();
    const reporter = createReporter(host);
    reporter.handle({ type: 'notice', level: 'warning', text: 'A pasta está lenta.', code: null });
    reporter.handle({ type: 'notice', level: 'error', text: 'A pasta sumiu.', code: 'SHARE_UNREACHABLE' });
    expect(host.stderr.lines.map((line) => line.slice(9))).toEqual([
      'Aviso: A pasta está lenta.',
      'Erro: A pasta sumiu.',
    ]);
  });
});

describe('progress bar', () => {
  it('is drawn on a terminal, lets notices through and leaves nothing behind', () => {
    const host = testHost({ terminal: true, env: { NO_COLOR: '1' } });
    const reporter = createReporter(host);
    reporter.handle({ type: 'progress', progress: progressOf() });
    reporter.handle({ type: 'notice', level: 'info', text: 'Uma página será pedida de novo.', code: null });
    reporter.close();
    expect(host.stderr.text).toContain('Baixando páginas');
    expect(host.stderr.text).toContain('Uma página será pedida de novo.\n');
    expect(host.stderr.text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(host.stderr.text.lastIndexOf('\u001b[?25l'));
    const long = 'palavra '.repeat(30).trim();
    reporter.handle({ type: 'notice', level: 'warning', text: long, code: null });
    expect(host.stderr.lines.slice(-2).every((line) => line.length < 100)).toBe(true);
    reporter.say('depois');
    expect(host.stderr.text.endsWith('depois\n')).toBe(true);
  });
});
