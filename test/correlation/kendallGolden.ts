/** Kendall's tau-b as SciPy 1.17 computes it (`scipy.stats.kendalltau(x, y).statistic`). */
export interface KendallCase {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly tauB: number;
}

export const kendallCases: readonly KendallCase[] = [
  {
    name: 'no ties',
    x: [0.0012, 0.2987, -0.2741, -0.8906, -0.4547, -0.9916, 0.0601, 1.3402, -0.4922, -0.6205, 0.4898, 0.3569],
    y: [
      0.1054, -0.9305, -0.0293, 0.6953, -1.3442, -0.4576, -1.9012, -1.2895, -1.8417, -0.2351, -1.2674, 0.2713,
    ],
    tauB: -0.1212121212121212,
  },
  {
    name: 'ties in x',
    x: [1, 0, 0, 2, 3, 1, 3, 3, 3, 2, 1, 2],
    y: [
      -1.5301, -0.4778, -0.9785, -0.8088, 1.0609, -0.8075, -0.0325, 0.8844, -0.5836, -0.1117, 0.1105, 0.0638,
    ],
    tauB: 0.4226979154551528,
  },
  {
    name: 'ties in y',
    x: [-1.2251, 0.0761, 1.3588, -1.5471, 0.8594, 0.1194, -0.6415, 2.0004, 0.7623, -1.1993, 0.0745, 0.5767],
    y: [0, 0, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1],
    tauB: 0.20515248496555452,
  },
  {
    name: 'ties in both',
    x: [1, 2, 2, 2, 3, 0, 2, 1, 1, 0, 0, 1, 3, 0, 1, 3, 3, 0, 0, 2],
    y: [0, 1, 1, 3, 0, 2, 2, 0, 3, 3, 1, 3, 2, 3, 3, 2, 1, 0, 2, 0],
    tauB: -0.16107382550335572,
  },
  {
    name: 'two values each',
    x: [1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1],
    y: [0, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1],
    tauB: 0.2182178902359924,
  },
  {
    name: 'monotone with a tie',
    x: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    y: [0, 1, 2, 3, 4, 5, 6, 7, 8, 8],
    tauB: 0.9888264649460884,
  },
  {
    name: 'reversed',
    x: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    y: [0, -1, -2, -3, -4, -5, -6, -7, -8, -9],
    tauB: -0.9999999999999999,
  },
  {
    name: 'infinities tie with themselves, above all finite values',
    x: [0.583, -1.291, Infinity, -1.688, -2.035, -0.304, -0.9, Infinity, 2.245, -0.832],
    y: [0.271, -1.188, 0.594, -1.776, -2.138, 0.047, -0.64, -0.353, 2.205, -0.814],
    tauB: 0.7640931774583409,
  },
];

/** SciPy's tau-b of the two long lists of kendall.test.ts. */
export const longTauB = { independent: 0.007344128303349509, dependent: 0.44089935741258807 };
