import { describe, expect, it } from 'vitest';
import { engineNotice } from '../../../src/main/app/notices';
import { noticeSchema } from '../../../src/shared/ipc/state';

describe('engineNotice', () => {
  it.each([{ state: 'starting' }, { state: 'ready' }] as const)(
    'has nothing to say of an engine that is %j',
    (status) => {
      expect(engineNotice(status)).toBeNull();
    },
  );

  it('says that the engine is being started again, and when it is not any more', () => {
    const crashed = engineNotice({ state: 'crashed', attempt: 2 });
    expect(noticeSchema.parse(crashed)).toMatchObject({
      level: 'warning',
      text: expect.stringContaining('tentativa 2 de 5') as unknown,
    });
    const gone = engineNotice({ state: 'gone' });
    expect(noticeSchema.parse(gone)).toMatchObject({ level: 'error' });
    expect(gone?.id).not.toBe(crashed?.id);
  });
});
