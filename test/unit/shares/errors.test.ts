import { describe, expect, it } from 'vitest';
import { ERRORS, MaloteError } from '../../../src/shared/errors';
import { shareBehaviour, shareError } from '../../../src/engine/shares';
import { systemCode } from '../../../src/shared/errors/system-codes';

const context = { location: '/dados', path: 'a.xml' };
const nodeError = (code: string, errno?: number): Error => Object.assign(new Error(code), { code, errno });

describe('the classifier of file system errors', () => {
  it.each([
    ['ENOENT', 'SHARE_UNREACHABLE', 'when-back'],
    ['ENOTSUP', 'SHARE_DENIED', 'needs-person'],
    ['EHOSTDOWN', 'SHARE_UNREACHABLE', 'when-back'],
    ['ENOTCONN', 'SHARE_UNREACHABLE', 'when-back'],
    ['ETIMEDOUT', 'SHARE_UNREACHABLE', 'when-back'],
    ['EAGAIN', 'SHARE_UNREACHABLE', 'when-back'],
    ['UNKNOWN', 'SHARE_UNREACHABLE', 'when-back'],
    ['EACCES', 'SHARE_DENIED', 'needs-person'],
    ['EPERM', 'SHARE_DENIED', 'needs-person'],
    ['EROFS', 'SHARE_READ_ONLY', 'needs-person'],
    ['ENOSPC', 'SHARE_FULL', 'needs-person'],
    ['EDQUOT', 'SHARE_FULL', 'needs-person'],
    ['EBUSY', 'SHARE_BUSY', 'again-soon'],
    ['EIO', 'SHARE_IO', 'again-soon'],
    ['ENAMETOOLONG', 'SHARE_BAD_PATH', 'never'],
    ['ESOMETHINGNEW', 'SHARE_IO', 'again-soon'],
  ])('%s is %s: %s', (system, code, behaviour) => {
    const error = shareError(nodeError(system), context);
    expect(error.code).toBe(code);
    expect(shareBehaviour(error)).toBe(behaviour);
    expect(`${error.message} ${error.action}`).not.toMatch(/[{}]/);
  });

  it('knows the numbers that Node leaves without a name', () => {
    expect(systemCode(nodeError('Unknown system error -122', -122))).toBe('EDQUOT');
    expect(systemCode(nodeError('UNKNOWN', -4094))).toBe('UNKNOWN');
    expect(shareError(nodeError('Unknown system error -127', -127), context)).toMatchObject({
      code: 'SHARE_CREDENTIALS',
      details: { cause: 'a senha expirou', systemCode: 'EKEYEXPIRED' },
    });
    expect(shareError(nodeError('Unknown system error -999', -999), context).code).toBe('SHARE_IO');
  });

  it('lets its own errors through and says nothing about foreign ones', () => {
    const own = new MaloteError('CANCELLED');
    expect(shareError(own, context)).toBe(own);
    expect(shareBehaviour(own)).toBeNull();
    expect(shareBehaviour('text')).toBeNull();
    expect(shareError('text', context).code).toBe('SHARE_IO');
  });

  it('has a behaviour for every SHARE_ code', () => {
    const codes = (Object.keys(ERRORS) as (keyof typeof ERRORS)[]).filter((code) => code.startsWith('SHARE_'));
    for (const code of codes) expect(shareBehaviour(new MaloteError(code)), code).not.toBeNull();
  });
});
