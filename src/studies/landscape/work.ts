import { readExamples } from '../../data/index.ts';
import type { Engine } from '../../engine/index.ts';
import { scoped } from '../../engine/index.ts';
import { exactExamplesOf } from '../../models/apply/index.ts';
import { type Plane, projectOntoPlane, randomDirection } from '../../sharpness/landscape/directions.ts';
import { maximizerLine } from '../../sharpness/landscape/maximizerLine.ts';
import { type PointLosses, pointLosses } from '../../sharpness/landscape/pointLosses.ts';
import { EVALUATION_BATCH } from '../../training/evaluate.ts';
import { describe } from '../engineBench.ts';
import { latest } from '../latest.ts';
import { datasetOf, engineOf, graphsOf, type LoadedRun, modelOf, weightsOf } from '../loaded.ts';
import { groupIndices, type MeasurePlan, sampleIndices } from '../measurePlan.ts';
import { coordinates, lineCoordinates, type SliceOptions } from './slice.ts';
import type { GroupLine, LinesResult, LinesTask, PlaneResult, PlaneTask } from './tasks.ts';

/** What all pieces of a landscape share: the compiled losses, the weights and the random plane through them. */
interface Surroundings {
  readonly points: PointLosses;
  /** w */
  readonly center: Float64Array;
  readonly plane: Plane;
}

const surroundings = latest(
  (
    engine: Engine,
    { run, weights: { parameters } }: LoadedRun,
    { sharpness, seed }: MeasurePlan,
    { biasBn }: SliceOptions,
  ): Surroundings => {
    const points = pointLosses(engine, { model: modelOf(run), parameters }, sharpness);
    const center = points.vector(parameters);
    const direction = (name: string) => randomDirection(center, points.layout, { seed, name, biasBn });
    return { points, center, plane: { u: direction('1'), v: direction('2') } };
  },
  ({ points }) => points.dispose(),
);

async function begin({ subject, plan, slice }: PlaneTask['argument'] | LinesTask['argument']) {
  const engine = await engineOf(plan.engine);
  const weights = await weightsOf(subject);
  const loaded = { run: subject.run, weights };
  const key = `${subject.fingerprint} ${JSON.stringify([plan, slice])}`;
  return {
    engine,
    loaded,
    data: await datasetOf(subject),
    ...surroundings(key, engine, loaded, plan, slice),
  };
}

/** The loss along one row of the plane. */
export async function planeRow(argument: PlaneTask['argument']): Promise<PlaneResult> {
  const { plan, slice, beta } = argument;
  const { engine, loaded, data, points, center, plane } = await begin(argument);
  const { buffers } = loaded.weights;
  const from = center.map((w, k) => w + beta * plane.v[k]!);
  const at = coordinates(slice);
  const indices = sampleIndices(plan, data.train.count);
  const sums = at.map(() => 0);
  for (let first = 0; first < indices.length; first += EVALUATION_BATCH) {
    const batch = indices.subarray(first, first + EVALUATION_BATCH);
    const chosen = await readExamples(data, data.train, batch);
    scoped(() => {
      const examples = exactExamplesOf(engine, data, chosen, [...batch.keys()]);
      const losses = points.lossesAt(
        { from, direction: plane.u, at },
        { buffers, examples },
        plan.sharpness.precision,
      );
      losses.forEach((loss, k) => {
        sums[Math.floor(k / batch.length)]! += loss;
      });
    });
  }
  const mean = (sum: number): number => (Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum / indices.length);
  return { losses: sums.map(mean), engine: describe(engine) };
}

/** The lines through the maximizers of some m-groups. */
export async function maximizerLines(argument: LinesTask['argument']): Promise<LinesResult> {
  const { plan, slice, range } = argument;
  const { engine, loaded, data, points, plane } = await begin(argument);
  const graphs = graphsOf(engine, loaded, plan.sharpness);
  const { weights } = loaded;
  const lines: GroupLine[] = [];
  for (const [k, indices] of groupIndices(plan, data.train.count, range).entries()) {
    const chosen = await readExamples(data, data.train, indices);
    const index = range.first + k;
    const line = scoped(() => {
      const examples = exactExamplesOf(engine, data, chosen, [...indices.keys()]);
      const context = { engine, graphs, weights, examples, index, seed: plan.seed };
      return maximizerLine(context, plan.sharpness, points, lineCoordinates(slice));
    });
    const { loss, measured, epsilon, rises } = line;
    lines.push({
      ...{ group: index, firstExample: indices[0]!, loss, rises },
      value: measured.value,
      noisy: measured.source === 'noise',
      ...projectOntoPlane(plane, epsilon),
    });
  }
  return lines;
}
