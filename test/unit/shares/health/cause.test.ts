import { describe, expect, it } from 'vitest';
import { causeOf, measuredCause } from '../../../../src/engine/shares/health/cause';
import { ERRORS, MaloteError, type ErrorCode } from '../../../../src/shared/errors';
import { causeClause, causeSentence } from '../../../../src/shared/messages/pt-BR/shares';

const CODES = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.startsWith('SHARE_'));

describe('the cause of a share that is not well', () => {
  it('is a clause, of which a whole sentence can be made', () => {
    const details = { location: 'Y:\\XML', cause: 'a rede está fora do ar' };
    const cause = causeOf(new MaloteError('SHARE_UNREACHABLE', details));
    expect(cause.words).toBe('a rede está fora do ar');
    expect(causeSentence(cause)).toBe('A rede está fora do ar.');
    const measured = measuredCause('SHARE_NEARLY_FULL', 'restam 900 MB livres');
    expect(causeSentence(measured)).toBe('Restam 900 MB livres.');
  });

  it('ends in one full stop, or in none, also when the error had no cause and gave its own sentence', () => {
    expect(CODES.length).toBeGreaterThan(10);
    for (const code of CODES) {
      const cause = causeOf(new MaloteError(code, { location: 'Y:\\XML', path: 'a.xml', seconds: 15 }));
      expect(causeSentence(cause)).toMatch(/^\p{Lu}.*[^.]\.$/u);
      expect(causeClause(cause)).toMatch(/[^.]$/);
    }
  });
});
