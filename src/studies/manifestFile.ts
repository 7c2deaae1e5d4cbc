import { join } from 'node:path';
import type { EngineDescription } from '../engine/description.ts';
import { packageVersion } from '../packageVersion.ts';
import { replaceFile } from '../replaceFile.ts';

interface ManifestHead {
  readonly schema: string;
  /** When the job began; it ends now. */
  readonly started: Date;
  /** What the workers computed with. */
  readonly engine: EngineDescription;
}

/** Writes `manifest.json` of an output folder: `content`, by what it was made, and when; returns the whole. */
export function writeManifestFile(
  out: string,
  { schema, started, engine }: ManifestHead,
  content: object,
): Readonly<Record<string, unknown>> {
  const finished = new Date();
  const manifest = {
    schema,
    versions: { 'adaptive-sharpness': packageVersion(), node: process.version },
    engine,
    ...content,
    started: started.toISOString(),
    finished: finished.toISOString(),
    seconds: (finished.getTime() - started.getTime()) / 1000,
  };
  replaceFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
