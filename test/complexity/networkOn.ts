import type { Checkpoint } from '../../src/checkpoints/index.ts';
import { type ComplexityGraphs, complexityGraphs } from '../../src/complexity/network/graphs.ts';
import { type SampledNetwork, type SampleLoss, sampleLoss } from '../../src/complexity/network/sampleLoss.ts';
import { readExamples } from '../../src/data/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { model, toTensors, type Weights } from '../../src/models/apply/index.ts';
import { mnistSlice } from '../support/goldenRuns.ts';
import { golden } from './goldenComplexity.ts';

/** A network's graphs and weights on an engine. */
export function networkOn(
  engine: Engine,
  { spec, parameters, buffers }: Pick<Checkpoint, 'spec' | 'parameters' | 'buffers'>,
): { readonly graphs: ComplexityGraphs; readonly weights: Weights } {
  const weights = { parameters: toTensors(parameters), buffers: toTensors(buffers) };
  const { options } = spec;
  const network = { model: model(options), parameters: weights.parameters, inputShape: options.inputShape };
  return { graphs: complexityGraphs(engine, network), weights };
}

const dataset = mnistSlice();
const first = Array.from({ length: golden.samples }, (_, k) => k);
const sample = await readExamples(dataset, dataset.train, first);

/** The loss of a network on the golden sample. */
export function goldenLoss(
  engine: Engine,
  checkpoint: Checkpoint,
): { readonly network: SampledNetwork; readonly loss: SampleLoss } {
  const network = { engine, dataset, sample, ...networkOn(engine, checkpoint) };
  return { network, loss: sampleLoss(network) };
}
