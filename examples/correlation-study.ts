/**
 * Which measure ranks the models of an output folder, and is it more than chance, a hyperparameter, or the choice of ρ?
 *
 *   npx tsx examples/correlation-study.ts sharpness
 */
import { comparisons, correlate, readOutputTables, robustness, studiedModels } from 'adaptive-sharpness';

const [folder = 'sharpness', gate = '0.99'] = process.argv.slice(2);
const tables = await readOutputTables(folder);
const models = { ...tables, gap: 'loss', minTrainAccuracy: Number(gate) } as const;

// τ, ψ and Ψ of every measure at every radius, with 95 % intervals
const found = correlate({ ...models, resamples: 2000, seed: 0 });
console.log(`${found.models} models entered, the gate left ${found.leftOut} out.`);
const ofBest = found.rows.filter((row) => row.best_radius && row.statistic === 'tau');
for (const { measure, p, rho, value, ci_low, ci_high } of ofBest) {
  console.log(`${measure} p=${p} ρ=${rho}: τ = ${round(value)} [${round(ci_low)}, ${round(ci_high)}]`);
}

// what a reviewer would ask for
const study = studiedModels(models);
for (const { measure, p, of, statistic, value } of robustness(study, 0)) {
  if (of === 'hyperparameter') console.log(`${measure} alone: τ = ${round(value)}`);
  if (statistic === 'tau_held_out') console.log(`${measure} p=${p}, ρ chosen elsewhere: τ = ${round(value)}`);
}
for (const { first, second, statistic, difference, p_holm } of comparisons(study, {
  resamples: 2000,
  seed: 0,
})) {
  if (statistic !== 'tau') continue;
  const names = `${first.measure} p=${first.p} less ${second.measure} p=${second.p}`;
  console.log(`${names}: Δτ = ${round(difference)}, p = ${round(p_holm)}`);
}

function round(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(3);
}
