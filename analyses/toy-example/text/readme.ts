import { HELD_STEPS, TOLERANCE } from '../descend.ts';
import { RADIUS } from '../regions.ts';
import type { Results } from '../results.ts';
import { ASAM, LEARNING_RATE, SAM, STEPS } from '../setting.ts';
import { claimHolds } from './summary.ts';
import { learningRateTable, radiusTable, regionTable, runTable, startTable } from './tables.ts';

/** The text that goes with the figures. */
export function readme(results: Results): string {
  const { runs, maximizations, learningRates, radii, starts, criticalRadii } = results;
  const holding = learningRates.filter(claimHolds).map(({ learningRate }) => learningRate);
  const critical = (values: readonly number[]): string => values.map((x) => x.toFixed(4)).join(' and ');
  return `# The toy example

Section 5.1 of the paper: SAM and ASAM minimize L(w) = |w₁ ReLU(w₂) − 0.04|. Everything here is written by

    node --import tsx analyses/toy-example.ts

in about ten seconds on one core; nothing is random. The perturbation ε is the measures' own one-step ascent with their own normalization operator.

**The paper's claim shows.** With ρ = ${SAM.rho} SAM never leaves (0.3, 0.033), at any learning rate; ASAM converges from both starting points, at learning rates of ${holding[0]} to ${holding.at(-1)} by the criterion below. That ASAM converges for every ρ < √2 is exact with η = 0 and w₁, w₂ > 0; with η = 0.01 the bound is lower.

## Figure 3: the trajectories

![Trajectories of SAM and ASAM on the contours of the loss](figure-3.png)

The paper leaves open the learning rate, ASAM's ρ, η and what counts as convergence. Here:

- learning rate ${LEARNING_RATE}, constant; no momentum, no weight decay; ${STEPS} steps;
- SAM: ρ = ${SAM.rho}, p = 2, T = 1, as in the paper;
- ASAM: ρ = ${ASAM.rho} (the paper's for CIFAR-10), p = 2, element-wise, η = ${ASAM.eta} (T_w as it is defined);
- *converged* from the first step on after which the loss stays at or below ${TOLERANCE}, a tenth of its value at the origin, for ${HELD_STEPS} steps. At a constant learning rate α no method comes to rest on an absolute value: it jumps across the valley by about α‖w‖² in L.
- *stuck* where the gradient at w + ε is zero and L(w) is above that: nothing can move again.

${runTable(runs)}

All iterates, with their w + ε, are in [trajectories.csv](trajectories.csv).

## Why SAM fails there

For w₁, w₂ > 0 the gradient is −(w₂, w₁) below the valley and (w₂, w₁) above it, of norm ‖w‖.

**SAM**: ε = −ρ(w₂, w₁)/‖w‖ below the valley. The second coordinate of w + ε is w₂ − ρw₁/‖w‖: it is not positive if

    ρ ≥ w₂‖w‖/w₁ = ${critical(criticalRadii.sam)} at the two starting points.

There ReLU(w₂ + ε₂) = 0, the gradient at w + ε is exactly zero, and SAM stays where it is: the blue region of the figure. The learning rate has no part in it. So ρ = 0.05 fails from (0.3, 0.033), and from (0.2, 0.05) it works by a margin of 3 %.

Where it works, the gradient at w + ε is ∓(w₂, w₁) + ρw/‖w‖: SAM descends along L(w) + ρ‖w‖. In the valley this lessens ‖w‖ until w₁ = w₂, so it slides to (0.2, 0.2). (The paper says that sharpness is *maximized* at w₁ = w₂ on a contour. It is least there: to first order it is ρ‖w‖.)

**ASAM** with η = 0: Tg = ∓w₁w₂(1, 1), hence ε = ∓(ρ/√2)w, and w + ε = (1 ∓ ρ/√2)w is w, scaled. The gradient there is (1 ∓ ρ/√2) times the gradient at w: plain gradient descent with a smaller step below the valley and a larger one above it. The smaller one is positive if and only if **ρ < √2**; from there on w + ε is the origin or beyond, and ASAM is stuck everywhere below the valley. Measured: ${critical(criticalRadii.asam)}. To first order adaptive sharpness is √2 ρw₁w₂, the same all along a contour, so ASAM does not slide. The little that it does comes from finite steps: each multiplies w₁² − w₂² by 1 − α²(1 ∓ ρ/√2)².

## How robust the claim is

**Over learning rates** (SAM ρ = ${SAM.rho}, ASAM ρ = ${ASAM.rho}, η = 0). A step number: converged. "L up to": it goes on crossing the valley, with at most this loss in the last ${HELD_STEPS} steps.

${learningRateTable(learningRates)}

SAM's failure from (0.3, 0.033) is the same at all of them. ASAM converges by the criterion up to ${holding.at(-1)}. Up to 0.2 it still stays about the valley, in steps too long for the tolerance; at larger learning rates a step can jump over the valley to w₂ ≤ 0, where nothing has a gradient: that is not about ε, and befalls SAM as well.

**Over radii** (learning rate ${LEARNING_RATE}).

${radiusTable(radii)}

With η = 0.01, the measures' default, T = |w| + η no longer scales with w, and the bound falls from √2 to ${critical(criticalRadii.asamWithEta)} at the two starting points. Just below √2 ASAM converges, but its steps below the valley are 1 − ρ/√2 of a gradient step: slowly.

**Over starting points** (learning rate ${LEARNING_RATE}, SAM ρ = ${SAM.rho}; ASAM ρ = ${ASAM.rho}, η = 0; SAM first in each cell).

${startTable(starts)}

Near the origin SAM's sphere reaches over it, and from (0.01, 0.03) SAM walks into the blue region.

"No matter which w₀" needs w₁, w₂ > 0. At w₂ ≤ 0 no method has a gradient, and from w₁ < 0 with |w₁| > w₂ gradient descent itself runs into w₂ ≤ 0.

## Figure 1: three maximization regions

![Three maximization regions around w and w′](figure-1.png)

w = (1, 1) and w′ = (3, 1/3) as in the paper, on the toy example's loss; ρ = ${RADIUS} in all three regions, T = diag(|w₁|, |w₂|). L(w) = L(w′) = 0.96. The largest loss is taken over 7,200 points of the boundary.

${regionTable(maximizations)}

The sphere's largest loss differs between w and w′, though both are the same function; with the element-wise operator it is equal, for p = ∞ and for p = 2. One step of ascent finds the exact maximum of (b) and (c) here, and of (a) only around w.
`;
}
