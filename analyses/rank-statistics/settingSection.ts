import { duration, plural } from '../../src/cli/say.ts';
import { modelSpec, runAt, type Study } from '../../src/index.ts';
import { rounded, setting } from './numbers.ts';
import type { FinishedSweep, MeasureOutput } from './readSweep.ts';

/** What was trained, how it was measured, by what, and how long it took. */
export function settingSection(study: FinishedSweep, noise: FinishedSweep): string {
  const [oneStep, autoPgd] = study.measures;
  return `${baseItems(study.study, noise.study)} What they leave out has the defaults of \`measure train\`.
- [study.yaml](study.yaml): ${gridText(study.study)}.
- [noise.yaml](noise.yaml): ${gridText(noise.study)}.
- One step: ${measureText(oneStep)}.
- Auto-PGD: ${measureText(autoPgd)}.
- The study of noise, one step: ${measureText(noise.measures[0])}.
- ${engineText(oneStep)}
- Training took ${trainingText(study)}, the study of noise ${trainingText(noise)}: the seconds of all epochs in the runs' \`history.csv\`, tests included, added up over the runs as if one came after the other; reading data and starting workers are not in them, nor are failed runs.
- Measuring took ${measuringText([...study.measures, ...noise.measures])}: wall time of the command that finished each, from its \`manifest.json\`; where a command was cut off and went on, only what came after.`;
}

function baseItems(study: Study, noise: Study): string {
  const text = (one: Study): string =>
    `${baseText(one)}; the first run's network has ${parameterText(one)} parameters.`;
  const [ours, other] = [text(study), text(noise)];
  return ours === other ? `- Both studies: ${ours}` : `- The study: ${ours}\n- The study of noise: ${other}`;
}

function baseText({ base }: Study): string {
  return [...base]
    .map(([path, { value }]) => `${path.split('.').slice(1).join('.')} ${valueText(value)}`)
    .join(', ');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  return typeof value === 'number' || typeof value === 'boolean' ? setting(value) : String(value);
}

function parameterText(study: Study): string {
  return modelSpec(runAt(study, 0).recipe.model).parameterCount.toLocaleString('en-US');
}

function gridText({ axes, seeds, gap, minTrainAccuracy }: Study): string {
  const values = axes.map(({ name, values }) => `${name} ${values.map(valueText).join(', ')}`);
  const gate = minTrainAccuracy === 0 ? 'no gate' : `training accuracy above ${minTrainAccuracy}`;
  const product = axes.map(({ values }) => values.length).join(' · ');
  const configurations = axes.reduce((count, { values }) => count * values.length, 1);
  return `${[...values, `seeds ${seeds.join(', ')}`].join('; ')}: ${product === '' ? '' : `${product} = `}${plural(configurations, 'configuration')}, ${plural(configurations * seeds.length, 'run')}; gap of the ${gap}, ${gate}`;
}

function measureText(output: MeasureOutput | undefined): string {
  if (output === undefined) return 'not measured';
  const measurements = [...output.tables.measurements];
  const distinct = (values: readonly (number | string | null)[]): string =>
    [...new Set(values)].flatMap((value) => (value === null ? [] : [setting(value)])).join(', ');
  const radii = measurements.flatMap(({ rho }) => rho ?? []).sort((a, b) => a - b);
  const of = (name: 'samples' | 'm' | 'steps' | 'restarts' | 'eta' | 'bias' | 'bn_mode'): string =>
    distinct(measurements.map((row) => row[name]));
  const steps = of('steps') === '' ? '' : `, steps ${of('steps')}, starts ${of('restarts')}`;
  const { values, belowNoise, all } = output.manifest.refined;
  return `${of('samples')} training examples in groups of ${of('m')}, radii ${distinct(radii)}${steps}, η = ${of('eta')}, bias ${of('bias')}, batch norm by ${of('bn_mode')}; ${values} of ${all} values needed more than float32 in some group, ${belowNoise} of them may be decided by its noise`;
}

function engineText(output: MeasureOutput | undefined): string {
  if (output === undefined) return 'Nothing was measured.';
  const { engine, versions } = output.manifest;
  const list = (all: Readonly<Record<string, string>>): string =>
    Object.entries(all)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ');
  return `${list(versions)}; engine ${engine.name} on ${engine.device} (${list(engine.versions)}).`;
}

function trainingText({ runs }: FinishedSweep): string {
  const ended = runs.filter(({ end }) => end !== 'failed');
  const seconds = ended.reduce((sum, run) => sum + run.seconds, 0);
  const each = ended.length === 0 ? null : seconds / ended.length;
  return `${duration(seconds)} for ${plural(ended.length, 'run')} (${rounded(each)} s each)`;
}

function measuringText(outputs: readonly MeasureOutput[]): string {
  const times = outputs.map(
    ({ folder, manifest: { seconds, workers } }) =>
      `${duration(seconds)} (${folder.split('/').at(-1)}, ${plural(workers, 'worker')})`,
  );
  return times.join(', ');
}
