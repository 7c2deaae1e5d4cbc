/** A function that remembers the result of its last key, and lets go of it before it makes the next. */
export function latest<A extends readonly unknown[], R>(
  make: (...args: A) => R,
  release: (result: R) => void = () => {},
): (key: string, ...args: A) => R {
  let held: { readonly key: string; readonly result: R } | undefined;
  return (key, ...args) => {
    if (held?.key === key) return held.result;
    if (held) release(held.result);
    held = undefined;
    const result = make(...args);
    held = { key, result };
    return result;
  };
}
