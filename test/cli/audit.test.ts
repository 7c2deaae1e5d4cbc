import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint, readRunFolder } from '../../src/checkpoints/index.ts';
import {
  cli,
  dataDirectory,
  type Ended,
  engine,
  expectOneLine,
  header,
  lines,
  temporaryFolder,
} from './cli.ts';
import { copyRuns } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = copyRuns(join(folder, 'runs'), ['mnist-cnn', 'mnist-cnn-rescaled', 'mnist-cnn-batch-norm']);
const [cnn, rescaledCnn, batchNorm] = ['mnist-cnn', 'mnist-cnn-rescaled', 'mnist-cnn-batch-norm'].map(
  (name) => join(runs, name),
) as [string, string, string];

/** The arguments of an audit that measures little. */
function audit(out: string, networks: readonly string[], ...more: readonly string[]): string[] {
  return [
    ...['audit', ...networks, '--data', dataDirectory, '--out', join(folder, out), '--engine', engine],
    ...['--samples', '8', '--normalization', 'none,element', '--bias', 'normalized', '--rho', '1e-2,1e-3'],
    ...['--workers', '1'],
    ...more,
  ];
}

interface Row {
  readonly [column: string]: string;
}

function table(path: string): Row[] {
  const [names, ...rows] = lines(readFileSync(path, 'utf8')).map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(names!.map((name, k) => [name, cells[k]!])));
}

describe('measure audit <checkpoint>', () => {
  const out = join(folder, 'out');
  let first: Ended;

  beforeAll(async () => {
    first = await cli(...audit('out', [batchNorm], '--eta', '0'));
  });

  it('says of each measure whether it moved, and that the function held', () => {
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^measure +nodes, p = 2 +nodes, p = ∞ +filters, p = 2 +filters, p = ∞$/m);
    expect(first.stdout).toMatch(/^sharpness, bias normalized +× \S+ +× \S+ +× \S+ +× \S+$/m);
    expect(first.stdout).toMatch(/^element-wise, bias normalized, η = 0( +invariant \(\S+\)){4}$/m);
    expect(first.stdout).toMatch(/^nodes rescaled: 40 nodes in 3 layers; the function held: training loss/m);
    expect(first.stdout).toMatch(/^filters rescaled: 40 filters in 3 layers; the function held/m);
    expect(lines(first.stdout).at(-1)).toBe(`Figure: ${join(out, 'audit.svg')}`);
  });

  it('writes a row a measure and radius, the radii in ascending order', () => {
    expect(header(join(out, 'audit.csv')).slice(0, 10)).toEqual([
      ...['kind', 'measure', 'p', 'normalization', 'bias', 'eta', 'rho', 'before', 'after', 'ratio'],
    ]);
    const rows = table(join(out, 'audit.csv'));
    // 2 kinds x 2 normalizations x 2 norm orders x 2 radii
    expect(rows).toHaveLength(16);
    expect(rows.slice(0, 2).map(({ rho }) => rho)).toEqual(['0.001', '0.01']);
    for (const { measure, before, after, ratio } of rows) {
      expect(Number(ratio)).toBeCloseTo(Number(after) / Number(before), 12);
      const drift = Math.abs(Number(ratio) - 1);
      if (measure === 'sharpness') expect(drift).toBeGreaterThan(1e-3);
      else expect(drift).toBeLessThan(1e-3);
    }
  });

  it('writes the networks, the figure and the manifest', () => {
    const files = ['audit.parquet', 'audit.svg', 'audit.png', 'audit.vl.json', 'journal.jsonl'];
    expect(files.filter((file) => !existsSync(join(out, file)))).toEqual([]);
    for (const name of ['rescaled-nodes', 'rescaled-filters']) {
      const { parameters } = readCheckpoint(readRunFolder(join(out, name), name));
      expect(parameters.size).toBe(11);
    }
    const { schema, checkpoint, comparisons } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    expect({ schema, checkpoint }).toEqual({ schema: 'adaptive-sharpness/audit/1', checkpoint: batchNorm });
    expect(comparisons[0]).toMatchObject({
      kind: 'nodes',
      rescaled: { layers: 3, factors: 40, raised: 0, maxPower: 3 },
      sameFunction: true,
    });
  });

  it('prints the same as one JSON document, silently, and goes on from what is done', async () => {
    const before = readFileSync(join(out, 'journal.jsonl'));
    const { code, stdout, stderr } = await cli(
      ...audit('out', [batchNorm], '--eta', '0', '--json', '--quiet'),
    );
    const { verdicts, rows, comparisons } = JSON.parse(stdout);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(verdicts).toHaveLength(8);
    expect(verdicts[0]).toMatchObject({ kind: 'nodes', measure: 'sharpness', p: 2, invariant: false });
    expect(rows).toHaveLength(16);
    const folders = ['rescaled-nodes', 'rescaled-filters'].map((name) => join(out, name));
    expect(comparisons).toMatchObject(folders.map((folder) => ({ folder, held: true })));
    const keys = ['kind', 'folder', 'rescaled', 'before', 'after', 'held'];
    expect(Object.keys(comparisons[0])).toEqual(keys);
    expect(readFileSync(join(out, 'journal.jsonl'))).toEqual(before);
  });

  it.each<[string, string[], RegExp]>([
    ['with other measures', [batchNorm, '--eta', '0.01'], /eta: 0 -> 0\.01/],
    ['with other factors', [batchNorm, '--eta', '0', '--seed', '1'], /seed: 0 -> 1/],
    ['with larger factors', [batchNorm, '--eta', '0', '--max-power', '9'], /maxPower: 3 -> 9/],
    ['of another checkpoint', [cnn, '--eta', '0'], /checkpoint: /],
  ])('refuses to go on %s, and leaves its networks as they are', async (_, [checkpoint, ...more], why) => {
    const models = ['rescaled-nodes', 'rescaled-filters'].map((name) => join(out, name, 'model.safetensors'));
    const before = models.map((path) => readFileSync(path));
    expectOneLine(await cli(...audit('out', [checkpoint!], ...more, '--quiet')), 1, why);
    expect(models.map((path) => readFileSync(path))).toEqual(before);
  });

  it('leaves no labels with its networks that the checkpoint does not bring', async () => {
    const stale = ['train-labels-idx1-ubyte', 'train-labels-idx1-ubyte.gz'].map((name) =>
      join(out, 'rescaled-nodes', name),
    );
    for (const path of stale) writeFileSync(path, 'of an earlier checkpoint');
    const { code } = await cli(...audit('out', [batchNorm], '--eta', '0', '--quiet'));
    expect(code).toBe(0);
    expect(stale.filter((path) => existsSync(path))).toEqual([]);
  });

  it('never writes over a run that is not its own', async () => {
    const own = join(folder, 'own', 'rescaled-nodes');
    cpSync(cnn, own, { recursive: true });
    writeFileSync(join(own, 'metrics.json'), '{}');
    expectOneLine(await cli(...audit('own', [cnn])), 1, /rescaled-nodes: holds a run .* name another --out/);
    rmSync(join(own, 'metrics.json'));
    expectOneLine(await cli(...audit('own', [own])), 1, /name another --out/);
    expect(readFileSync(join(own, 'model.safetensors'))).toEqual(
      readFileSync(join(cnn, 'model.safetensors')),
    );
  });
});

describe('measure audit <checkpoint> <other>', () => {
  it('compares a given pair', async () => {
    const { code, stdout } = await cli(...audit('pair', [cnn, rescaledCnn], '--quiet', '--eta', '0'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^measure +other, p = 2 +other, p = ∞$/m);
    expect(stdout).toMatch(/^element-wise, bias normalized, η = 0( +invariant \(\S+\)){2}$/m);
    expect(stdout).toMatch(/^sharpness, bias normalized( +× \S+){2}$/m);
    expect(existsSync(join(folder, 'pair', 'rescaled-nodes'))).toBe(false);
  });

  it('exits with 1 where the function is another', async () => {
    const changed = join(folder, 'changed');
    cpSync(cnn, changed, { recursive: true });
    const path = join(changed, 'model.safetensors');
    const bytes = readFileSync(path);
    const at = 8 + Number(bytes.readBigUInt64LE(0));
    bytes.writeFloatLE(bytes.readFloatLE(at) + 1, at);
    writeFileSync(path, bytes);
    const { code, stdout, stderr } = await cli(...audit('differs', [cnn, changed], '--quiet', '--eta', '0'));
    expect(code).toBe(1);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toMatch(/changed: the function changed: training loss \S+ -> /);
    expect(stdout).toContain('Figure: ');
  });

  it('refuses another architecture, and says what differs', async () => {
    expectOneLine(
      await cli(...audit('refused', [cnn, batchNorm])),
      1,
      /another architecture: batchNorm is true, and false in/,
    );
  });
});

describe('what cannot be audited is one line', () => {
  it('a folder that is no run, and one that is not there', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expectOneLine(await cli(...audit('none', [empty])), 1, /config\.json: no such file/);
    expectOneLine(await cli(...audit('none', [join(folder, 'nowhere')])), 1, /nowhere.*no such file/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('a broken model', async () => {
    const broken = join(folder, 'broken');
    cpSync(cnn, broken, { recursive: true });
    truncateSync(join(broken, 'model.safetensors'), 1000);
    expectOneLine(await cli(...audit('none', [broken])), 1, /broken.model\.safetensors: /);
  });

  it.each<[string[], RegExp]>([
    [['--max-power', '17'], /a whole number from 1 to 16/],
    [['--eta', '0,0'], /0 stands there twice/],
    [['--bias', 'none'], /allowed choices are constant, normalized, frozen/],
    [['--rho', '0'], /above 0/],
  ])('%j', async (more, why) => {
    expectOneLine(await cli(...audit('none', [cnn], ...more)), 2, why);
  });
});
