import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/cli/log';
import { readAnswer } from '../../src/engine/sieg/answers';
import { openLog as openMainLog } from '../../src/main/log/log';
import { isMaloteError, MaloteError } from '../../src/shared/errors';
import { plainEntry, plainWords } from '../../src/shared/plain-words';
import { createRedactor } from '../../src/shared/redact';
import { eventually } from '../support/eventually';

const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
const FORGED = '\u001b[31mErro\u001b[0m\r\n[2026-03-01] [info] tudo certo\u202e3202\u200b\u0007';

describe('what strangers wrote', () => {
  it('is one line of what can be seen', () => {
    expect(plainWords(FORGED)).toBe('Erro [2026-03-01] [info] tudo certo3202');
    expect(plainWords('\u001b]8;;https://mau.example\u0007clique\u001b]8;;\u0007 aqui')).toBe('clique aqui');
    expect(plainWords('Ação nº 1 – “Padaria” 🧾')).toBe('Ação nº 1 – “Padaria” 🧾');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainWords(text)).not.toMatch(UNSEEN);
        expect(plainWords(plainWords(text))).toBe(plainWords(text));
      }),
    );
  });

  it('enters every error clean, whichever detail it is', () => {
    const { message, action, details } = new MaloteError('SHARE_BAD_PATH', { path: FORGED, cause: FORGED });
    for (const text of [message, action, details['path'], details['cause']]) expect(text).not.toMatch(UNSEEN);
  });

  it('enters by SIEG’s answer clean', () => {
    for (const status of [200, 400, 500]) {
      try {
        const body = Buffer.from(JSON.stringify({ Message: `Não foi possível ${FORGED}` }));
        readAnswer({ path: '/x', status, retryAfter: null, body }, (text) => text);
        expect.unreachable();
      } catch (error) {
        if (!isMaloteError(error)) throw error;
        expect(`${error.message}${JSON.stringify(error.details)}`).not.toMatch(/[\u0000-\u001f\u202e]/);
      }
    }
  });

  it('is no entry of its own in either log, a stack is several lines of one', async () => {
    expect(plainEntry('Error: x\n    at y\r\n[2026] forjado')).toBe('Error: x\n        at y\n    [2026] forjado');
    const folder = await mkdtemp(join(tmpdir(), 'malote-log-'));
    openLog(folder, (text) => text).error(FORGED);
    openMainLog(folder).write('page', 'error', FORGED);
    for (const file of [join(folder, 'logs', 'malote.log'), join(folder, 'malote.log')])
      await eventually(async () => {
        const text = await readFile(file, 'utf8');
        expect(text).toContain('tudo certo');
        expect(text.trimEnd().replaceAll('\n', '')).not.toMatch(UNSEEN);
        for (const line of text.trimEnd().split('\n').slice(1)) expect(line).toMatch(/^ {4}/);
      });
    await rm(folder, { recursive: true, force: true });
  });
});

/** How one letter may come: every way that a server, a page or a program writes it. */
const SPELLINGS: readonly ((letter: string) => string)[] = [
  (letter) => letter,
  (letter) => encodeURIComponent(letter),
  (letter) => encodeURIComponent(encodeURIComponent(letter)),
  (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
  (letter) => `\\x${letter.charCodeAt(0).toString(16)}`,
  (letter) => `&#${String(letter.charCodeAt(0))};`,
  (letter) => `&#x${letter.charCodeAt(0).toString(16)};`,
  (letter) => `&amp;#${String(letter.charCodeAt(0))};`,
  (letter) => JSON.stringify(letter).slice(1, -1),
  (letter) => `${letter}\0`,
];
const WHOLES: readonly ((secret: string) => string)[] = [
  (secret) => Buffer.from(secret).toString('base64'),
  (secret) => Buffer.from(`chave=${secret}&x`).toString('base64url'),
  (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
  (secret) => Buffer.from(secret, 'utf16le').toString('latin1'),
  (secret) => Buffer.from(secret).toString('hex'),
];

describe('the one redaction', () => {
  const secret = fc.stringMatching(/^[!-~]{16,40}$/);

  it('hides a secret in every spelling, however they are mixed', () => {
    fc.assert(
      fc.property(secret, fc.infiniteStream(fc.nat(SPELLINGS.length - 1)), (hidden, choices) => {
        const spelled = Array.from(hidden, (letter) => SPELLINGS[choices.next().value as number]!(letter)).join('');
        const redacted = createRedactor([hidden]).redact(`recusado (${spelled}) fim`);
        expect(redacted.replaceAll('\0', '')).toBe('recusado (•••) fim');
      }),
      { numRuns: 500 },
    );
  });

  it('hides it as a whole in what is made of bytes', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...WHOLES), (hidden, spell) => {
        const spelled = spell(hidden);
        const redacted = createRedactor([hidden]).redact(`recusado ${spelled} fim`);
        expect(redacted).not.toContain(spelled.slice(4, -4));
      }),
    );
  });

  it('shows a SHA-256 that is said to be one, and hides what only looks like it', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{64}$/).filter((text) => /[a-f]/.test(text) && /\d/.test(text));
    const { redact } = createRedactor([]);
    fc.assert(
      fc.property(hex, (hash) => {
        for (const text of [`SHA-256 ${hash}`, `{"sha256":"${hash}"}`, `hash: ${hash}`])
          expect(redact(text)).toBe(text);
      }),
    );
    expect(redact(`recusado ${'ab12'.repeat(16)}`)).toBe('recusado •••');
  });
});
