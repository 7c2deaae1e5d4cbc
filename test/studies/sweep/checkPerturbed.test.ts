import { expect, it } from 'vitest';
import { measuresOf } from '../../../src/cli/studyMeasures.ts';
import { checkPerturbed } from '../../../src/studies/sweep/checkPerturbed.ts';
import { engine } from '../../cli/cli.ts';
import { lineOf, studyFiles } from './studyFile.ts';

const { read } = studyFiles();

function checked(measures: string): string {
  const study = read(
    `base: {dataset: {name: mnist}}\ngrid: {model.architecture: [cnn, mlp], training.batchSize: [8, 16]}\nmeasures: ${measures}`,
  );
  return lineOf(() => checkPerturbed({ study, measures: measuresOf(study, engine), inputs: {} }));
}

it.each([
  [
    'none of one network has',
    '{a: {}, b: {perturb: [fc*, conv1.weight]}}',
    /^s\.yaml:3:32: measures\.b\.perturb: no parameter is called conv1\.weight: this network has fc1\.weight \.\.\. .* \(run architecture=mlp_batchSize=16_seed=0\)$/,
  ],
  [
    'that are biases only, and frozen',
    "{b: {perturb: '*.bias', bias: frozen}}",
    /^s\.yaml:3:25: measures\.b\.perturb: --bias frozen leaves nothing to perturb/,
  ],
])('a measure of parameters %s is refused with its place', (_name, measures, line) => {
  expect(checked(measures)).toMatch(line);
});

it('a measure of parameters that every network has is fine', () => {
  expect(checked("{a: {bias: frozen}, b: {perturb: '*.weight'}}")).toBe('no error');
});
