/** A grid of configurations. */
export interface Grid {
  readonly name: string;
  /** How many values each hyperparameter takes. */
  readonly values: readonly number[];
  /** Models of each configuration. */
  readonly seeds: number;
  /** The share of configurations that are missing, as where a gate keeps models out. */
  readonly missing: number;
}

/**
 * How gap and measures of a model come about: effects of its hyperparameters, and noise. An effect is what a
 * hyperparameter adds from the middle of its values to the last; noise has the standard deviation 1.
 */
export interface Population {
  readonly name: string;
  readonly gapEffects: readonly number[];
  readonly measureEffects: readonly number[];
  /** The effect of the first hyperparameter on the measures grows by so much with the place of the second. */
  readonly interaction: number;
  /** Of two measures, the correlation of their noise with that of the gap. */
  readonly shared: readonly [first: number, second: number];
  /** Both are as far out together: all noise of a model is divided by one chi variable, as in Student's t with two degrees of freedom. */
  readonly heavyTails: boolean;
  /** Gap and measures are rounded to multiples of it; null: they are not. */
  readonly rounding: number | null;
}

/** Studies of one population with one grid. */
export interface Case {
  readonly population: Population;
  readonly grid: Grid;
  /** Are two measures compared, too, and is τ studied where models are not drawn each by itself? */
  readonly isWide: boolean;
}

const whole = (...values: readonly number[]): Grid => ({
  name: values.join('×'),
  values,
  seeds: 1,
  missing: 0,
});
const BINARY = whole(2, 2, 2, 2, 2);
const TERNARY = whole(3, 3, 3, 3);
export const SQUARE = whole(10, 10);
const REPEATED: Grid = { ...whole(3, 3, 3), name: '3×3×3, 4 seeds', seeds: 4 };
const MIDDLE = whole(4, 4, 4, 4);
const LARGE = whole(5, 5, 5, 5);
const THINNED: Grid = { ...MIDDLE, name: '4×4×4×4, 40 % missing', missing: 0.4 };

const NOTHING = [0, 0, 0, 0, 0];
export const CHANCE_ALONE: Population = {
  name: 'chance alone',
  gapEffects: NOTHING,
  measureEffects: NOTHING,
  interaction: 0,
  shared: [0, 0],
  heavyTails: false,
  rounding: null,
};
const MIXED: Population = {
  ...CHANCE_ALONE,
  name: 'effects and noise',
  gapEffects: [1, 1, 2, -1, 0.5],
  measureEffects: [0.5, 1, 2, 1.5, 0.5],
  shared: [0.7, 0.2],
};
export const CHANCE_WITH_TIES: Population = { ...CHANCE_ALONE, name: 'chance alone, ties', rounding: 1 };

const STRONG = [2, 2, 2, 2, 2];

/** Each population, its grids, and those of them that are wide. */
const STUDIED: readonly (readonly [Population, grids: readonly Grid[], wide?: readonly Grid[]])[] = [
  [CHANCE_ALONE, [BINARY, SQUARE, REPEATED, MIDDLE], [SQUARE]],
  [CHANCE_WITH_TIES, [SQUARE]],
  [{ ...CHANCE_ALONE, name: 'weak dependence', shared: [0.3, 0.3] }, [SQUARE]],
  [{ ...CHANCE_ALONE, name: 'strong dependence', shared: [0.95, 0.95] }, [SQUARE]],
  [{ ...CHANCE_ALONE, name: 'heavy tails', shared: [0.6, 0.6], heavyTails: true }, [SQUARE]],
  [MIXED, [BINARY, TERNARY, SQUARE, REPEATED, THINNED, LARGE], [BINARY, SQUARE, REPEATED]],
  [
    {
      ...CHANCE_ALONE,
      name: 'strong effects',
      gapEffects: STRONG,
      measureEffects: STRONG,
      shared: [0.8, 0.8],
    },
    [SQUARE],
  ],
  [{ ...MIXED, name: 'effects and noise, ties', shared: [0.5, 0.5], rounding: 1 }, [SQUARE]],
  [{ ...MIXED, name: 'interaction', interaction: 2, shared: [0.5, 0.5] }, [SQUARE]],
];

export const CASES: readonly Case[] = STUDIED.flatMap(([population, grids, wide = []]) =>
  grids.map((grid) => ({ population, grid, isWide: wide.includes(grid) })),
);
