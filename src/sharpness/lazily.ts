/** Functions that are compiled at their first use, by key. */
export function lazily(): {
  readonly get: <T extends { dispose(): void }>(key: string, make: () => T) => T;
  readonly dispose: () => void;
} {
  const made = new Map<string, { dispose(): void }>();
  return {
    get: <T extends { dispose(): void }>(key: string, make: () => T): T => {
      const found = (made.get(key) as T | undefined) ?? make();
      made.set(key, found);
      return found;
    },
    dispose: () => {
      for (const one of made.values()) one.dispose();
    },
  };
}
