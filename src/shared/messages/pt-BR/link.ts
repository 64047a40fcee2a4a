/** Why two programs of one workspace cannot be linked, within a sentence. */
export const linkReasons = {
  foreignFolder: 'a pasta é de outro usuário deste computador',
} as const;
