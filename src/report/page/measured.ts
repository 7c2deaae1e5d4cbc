import { formatNumber } from '../measureLabel.ts';
import { isRecord } from './definitions.ts';

type Manifest = Readonly<Record<string, unknown>>;

/** Something to say of a manifest; undefined where it does not tell. */
type Says = (manifest: Manifest) => string | undefined;

/** How it was measured, as a reader would ask: a term and what there is to say of it. */
export function measuredLines(manifest: Manifest): readonly (readonly [term: string, text: string])[] {
  return lines.flatMap(([term, says]) => {
    const text = says(manifest);
    return text === undefined ? [] : [[term, text] as const];
  });
}

/** The command line that repeats it, if it is known. */
export function repeatingCommand(manifest: Manifest): string | undefined {
  return text(manifest, 'command');
}

const lines: readonly (readonly [term: string, says: Says])[] = [
  ['models', models],
  ['skipped', skipped],
  ['dataset', (manifest) => list(manifest, 'datasets')],
  ['generalization gap', gap],
  ['gate', gate],
  ['sharpness', regions],
  ['radii ρ', radii],
  ['ascent', ascent],
  ['loss', (manifest) => text(manifest, 'plan.sharpness.loss')],
  ['batch norm', (manifest) => text(manifest, 'plan.sharpness.batchNorm')],
  ['perturbed', perturbed],
  ['sample', sample],
  ['other measures', (manifest) => list(manifest, 'plan.complexity')],
  ['precision', (manifest) => text(manifest, 'plan.sharpness.precision')],
  ['seed', (manifest) => count(manifest, 'plan.seed')],
  ['intervals', intervals],
  ['engine', engine],
  ['software', software],
  ['measured', times],
];

function models(manifest: Manifest): string | undefined {
  const all = count(manifest, 'checkpoints');
  const folders = list(manifest, 'folders');
  return all && `${all}${folders === undefined ? '' : ` from ${folders}`}`;
}

function skipped(manifest: Manifest): string | undefined {
  const runs = at(manifest, 'skipped');
  if (!Array.isArray(runs) || runs.length === 0) return undefined;
  const first = isRecord(runs[0]) ? runs[0].reason : undefined;
  return typeof first === 'string' ? `${runs.length}, the first because ${first}` : String(runs.length);
}

function gap(manifest: Manifest): string | undefined {
  const kind = at(manifest, 'gap');
  if (kind === 'loss') return 'test loss − training loss';
  return kind === 'error' ? 'training accuracy − test accuracy' : undefined;
}

function gate(manifest: Manifest): string | undefined {
  const least = at(manifest, 'minTrainAccuracy');
  if (typeof least !== 'number') return undefined;
  return least === 0
    ? 'none: all models enter'
    : `training accuracy above ${Number((least * 100).toFixed(4))} %`;
}

function regions(manifest: Manifest): string | undefined {
  const all = regionsOf(manifest);
  const named = all.map(({ p, normalization, bias, eta }) => {
    const adaptive = normalization === undefined || normalization === 'none' ? [] : [String(normalization)];
    const norm = p === undefined ? [] : [`p = ${p === 'inf' ? '∞' : p}`];
    const plus = adaptive.length > 0 && typeof eta === 'number' ? [`η = ${formatNumber(eta)}`] : [];
    const biases = adaptive.length > 0 && typeof bias === 'string' ? [`bias ${bias}`] : [];
    return [...norm, ...adaptive, ...plus, ...biases].join(', ');
  });
  return named.length === 0 ? undefined : [...new Set(named)].join('; ');
}

function radii(manifest: Manifest): string | undefined {
  const all = regionsOf(manifest).map(({ radii: own }) =>
    Array.isArray(own)
      ? own.flatMap((rho) => (typeof rho === 'number' ? formatNumber(rho) : [])).join(', ')
      : '',
  );
  const distinct = [...new Set(all)].filter((own) => own !== '');
  return distinct.length === 0 ? undefined : distinct.join('; ');
}

function regionsOf(manifest: Manifest): readonly Manifest[] {
  const all = at(manifest, 'plan.sharpness.regions');
  return Array.isArray(all) ? all.filter(isRecord) : [];
}

function ascent(manifest: Manifest): string | undefined {
  const how = at(manifest, 'plan.sharpness.ascent');
  if (!isRecord(how)) return undefined;
  const { kind, ...rest } = how;
  const details = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === 'number' || typeof value === 'string' ? `${inWords(name)} ${value}` : [],
  );
  return [String(kind), ...details].join(', ');
}

function perturbed(manifest: Manifest): string | undefined {
  const patterns = list(manifest, 'plan.sharpness.perturb');
  const what = patterns === '*' ? 'all parameters' : patterns;
  return what && `${what}${at(manifest, 'plan.layerwise') === true ? ', and each layer by itself' : ''}`;
}

function sample(manifest: Manifest): string | undefined {
  const samples = measuredOn(manifest) ?? count(manifest, 'plan.samples') ?? text(manifest, 'plan.samples');
  if (samples === undefined) return undefined;
  const sampling = text(manifest, 'plan.sampling');
  const which = sampling === 'first' ? 'the first in file order' : sampling;
  const order = samples === 'all' || which === undefined ? '' : `, ${which}`;
  const sizes = list(manifest, 'plan.groupSizes');
  const groups = sizes === undefined ? '' : `, in groups of m = ${sizes}`;
  const augmentation = text(manifest, 'plan.augmentation');
  const augmented =
    augmentation === undefined || augmentation === 'none' ? '' : `, augmented (${augmentation})`;
  return `${samples} training examples${order}${groups}${augmented}`;
}

/** How many examples there were, which may be fewer than were asked for. */
function measuredOn(manifest: Manifest): string | undefined {
  const range = at(manifest, 'samples');
  if (!Array.isArray(range)) return undefined;
  const [least, most]: readonly unknown[] = range;
  if (typeof least !== 'number' || typeof most !== 'number') return undefined;
  return least === most ? String(most) : `${least} to ${most}`;
}

function intervals(manifest: Manifest): string | undefined {
  const resamples = at(manifest, 'resamples');
  if (typeof resamples !== 'number') return undefined;
  return resamples === 0 ? 'none' : `95 %, from ${resamples} resamples`;
}

function engine(manifest: Manifest): string | undefined {
  const name = text(manifest, 'engine.name');
  if (name === undefined) return undefined;
  const device = text(manifest, 'engine.device');
  const workers = count(manifest, 'workers');
  return `${name}${device ? ` on ${device}` : ''}${workers ? `, ${workers} workers` : ''}`;
}

function software(manifest: Manifest): string | undefined {
  const versions = [at(manifest, 'versions'), at(manifest, 'engine.versions')].filter(isRecord);
  const all = versions.flatMap((record) =>
    Object.entries(record).map(([name, version]) => `${name} ${version}`),
  );
  return all.length === 0 ? undefined : all.join(', ');
}

function times(manifest: Manifest): string | undefined {
  const started = text(manifest, 'started')?.match(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/);
  if (!started) return undefined;
  const seconds = at(manifest, 'seconds');
  const [earlier, total] = [at(manifest, 'pieces.earlier'), at(manifest, 'pieces.total')];
  const before =
    typeof earlier === 'number' && earlier > 0
      ? ` after ${earlier} of ${total} pieces that an earlier command had done`
      : '';
  const took = typeof seconds === 'number' ? `, in ${duration(seconds)}${before}` : '';
  return `${started[1]} ${started[2]} UTC${took}`;
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What stands at a path with dots; undefined where nothing does. */
function at(manifest: Manifest, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      manifest,
    );
}

function text(manifest: Manifest, path: string): string | undefined {
  const value = at(manifest, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function count(manifest: Manifest, path: string): string | undefined {
  const value = at(manifest, path);
  return typeof value === 'number' ? String(value) : undefined;
}

function list(manifest: Manifest, path: string): string | undefined {
  const value = at(manifest, path);
  return Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : undefined;
}

/** `stepSize` -> `step size` */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
