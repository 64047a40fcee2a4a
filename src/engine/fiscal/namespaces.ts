/** Namespaces of the national layouts: every project of the tax authorities, and the national NFS-e. */
const NATIONAL = /^http:\/\/www\.(?:portalfiscal\.inf\.br\/|sped\.fazenda\.gov\.br\/nfse)/;
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

type Prefixes = Readonly<Record<string, string>>;

/** The namespaces in force at one element. */
export class Scope {
  static readonly outermost = new Scope('', {});

  private constructor(
    /** Namespace of the element; empty where it has none, or a prefix that nothing declares (a note cut out of its batch). */
    readonly uri: string,
    private readonly prefixes: Prefixes,
  ) {}

  /** The scope of a child by its qualified name (`colon`: where its prefix ends, -1 without one) and its attributes. */
  of(qualified: string, colon: number, attributes: Readonly<Record<string, string>>): Scope {
    let prefixes = this.prefixes;
    for (const name in attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      prefixes = { ...prefixes, [`:${name.slice(6)}`]: attributes[name]?.trim() ?? '' };
    }
    const uri = prefixes[`:${colon < 0 ? '' : qualified.slice(0, colon)}`] ?? '';
    return uri === this.uri && prefixes === this.prefixes ? this : new Scope(uri, prefixes);
  }

  /**
   * Whether a child in this scope belongs to another layout than its parent, so that its local name says nothing here. Respected where
   * the national layouts are (`keyed`: inside a document with an access key, whatever namespace that one has). What has no namespace,
   * or one of another national project, is tolerated: issuers write both.
   */
  isForeignTo(parent: Scope, keyed: boolean): boolean {
    if (this.uri === parent.uri || this.uri === '' || this.uri === SIGNATURE) return false;
    if (!keyed && !NATIONAL.test(parent.uri)) return false;
    return !NATIONAL.test(this.uri);
  }
}
