/** Put in by the build, from the contract: this script carries the names alone, not the schemas they come from. */
declare const CONTRACT_NAMES: {
  readonly requests: { readonly engine: readonly string[]; readonly main: readonly string[] };
  readonly events: { readonly engine: readonly string[]; readonly main: readonly string[] };
};
