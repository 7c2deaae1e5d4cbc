/** The worker's entry, beside this file: TypeScript in the sources, JavaScript in the package. */
export const workerUrl: URL = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js',
  import.meta.url,
);
