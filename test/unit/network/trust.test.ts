import { describe, expect, it } from 'vitest';
import { trustThisComputer, type TrustRuntime } from '../../../src/engine/network/trust';

describe('the authorities that a process trusts', () => {
  function runtime(stores: Readonly<Record<'default' | 'system', readonly string[]>>): {
    readonly runtime: TrustRuntime;
    readonly set: (readonly string[])[];
  } {
    const set: (readonly string[])[] = [];
    return {
      runtime: { getCACertificates: (store) => stores[store], setDefaultCACertificates: (all) => void set.push(all) },
      set,
    };
  }

  it('are those of before and those of this computer, each once', () => {
    const { runtime: newer, set } = runtime({ default: ['a', 'b'], system: ['b', 'office'] });
    expect(trustThisComputer(newer)).toBe('with-system');
    expect(set).toEqual([['a', 'b', 'office']]);
  });

  it('stay as they are where this computer has none, on older runtimes, and when the store cannot be read', () => {
    const { runtime: empty, set } = runtime({ default: ['a'], system: [] });
    expect(trustThisComputer(empty)).toBe('bundled');
    expect(trustThisComputer({})).toBe('bundled');
    const broken: TrustRuntime = {
      getCACertificates: () => {
        throw new Error('no store');
      },
      setDefaultCACertificates: (all) => void set.push(all),
    };
    expect(trustThisComputer(broken)).toBe('bundled');
    expect(set).toEqual([]);
  });
});
