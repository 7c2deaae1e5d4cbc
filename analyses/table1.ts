/**
 * Table 1 of the paper (rank statistics of sharpness and adaptive sharpness) above the same table of an
 * output folder.
 *
 *   node --import tsx analyses/table1.ts out/demo
 */
import type { CorrelationRow, NormOrder } from '../src/index.ts';
import { rankTable, rankTableText, readOutputTables } from '../src/index.ts';

/** WRN-28-2 on CIFAR-10, 625 configurations, one-step ascent, m = 8 (Kwon et al. 2021, Table 1). */
const PAPER = [
  { measure: 'sharpness', p: 2, rho: 1e-5, tau: 0.174, psi: [0.667, 0.563, -0.297, 0.102], Psi: 0.259 },
  {
    measure: 'adaptive_sharpness',
    p: 2,
    rho: 0.5,
    tau: 0.636,
    psi: [0.696, 0.577, 0.534, -0.092],
    Psi: 0.429,
  },
  { measure: 'sharpness', p: 'inf', rho: 5e-4, tau: 0.257, psi: [0.777, 0.797, -0.469, 0.161], Psi: 0.316 },
  {
    measure: 'adaptive_sharpness',
    p: 'inf',
    rho: 5e-3,
    tau: 0.616,
    psi: [0.817, 0.806, 0.656, 0.225],
    Psi: 0.626,
  },
] as const;
const HYPERPARAMETERS = ['batchSize', 'learningRate', 'weightDecay', 'dropoutRate'];

function paperRows({ measure, p, rho, tau, psi, Psi }: (typeof PAPER)[number]): CorrelationRow[] {
  const shared = {
    measure,
    p: p satisfies NormOrder,
    normalization: measure === 'sharpness' ? 'none' : 'element',
    rho,
    ci_low: null,
    ci_high: null,
    models: 625,
    cells: null,
    ascent: 'one-step',
    m: 8,
    bias: 'constant',
    eta: 0.01,
    loss: 'cross-entropy',
    bn_mode: null,
    layer: null,
    perturb: '*',
    augmentation: null,
    steps: null,
    restarts: null,
    draws: null,
    step_size: null,
    momentum: null,
    sigma: null,
    p_value: null,
    gap: 'loss',
    gate: 0.99,
    cells_left_out: null,
    best_radius: true,
    seeds: 'repeats' as const,
    bins: null,
  };
  return [
    { ...shared, statistic: 'tau', hyperparameter: null, value: tau },
    ...psi.map((value, k) => ({
      ...shared,
      statistic: 'psi' as const,
      hyperparameter: HYPERPARAMETERS[k]!,
      value,
    })),
    { ...shared, statistic: 'Psi', hyperparameter: null, value: Psi },
  ];
}

const folder = process.argv[2] ?? 'out/demo';
const { correlations } = await readOutputTables(folder);
console.log(`The paper, Table 1\n\n${rankTableText(rankTable(PAPER.flatMap(paperRows)))}\n`);
console.log(`${folder}\n\n${rankTableText(rankTable(correlations))}`);
