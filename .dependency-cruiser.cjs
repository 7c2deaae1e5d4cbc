// The house: a room imports only from rooms above it (docs/architecture.md).
const rooms = [
  'random',
  'engine',
  'data',
  'models/spec',
  'models/apply',
  'checkpoints',
  'sharpness',
  'training',
  'complexity/weights',
  'complexity/network',
  'correlation',
  'jobs',
  'report',
  'studies',
  'cli',
];

/** Rooms that must start at once and run anywhere: no tensor code, however far down. */
const tensorFree = [
  ...['cli', 'correlation', 'jobs', 'report', 'data', 'checkpoints', 'models/spec'],
  'complexity/weights',
];

const order = rooms.slice(0, -1).map((room, index) => ({
  name: `order-${room.replace('/', '-')}`,
  comment: `${room} imports from a room below it`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${rooms.slice(index + 1).join('|')})/` },
}));

const wall = {
  name: 'wall',
  comment: 'tensor code stays behind the worker, which is started as a process',
  severity: 'error',
  from: { path: `^src/(${tensorFree.join('|')})/` },
  to: { path: '@tensorflow/', reachable: true },
};

const hygiene = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'no-orphans',
    severity: 'error',
    from: { orphan: true, path: '^src/', pathNot: '^src/index\\.ts$|^src/engine/registerAllGradients\\.|^src/report/page/enliven\\.js$|\\.d\\.ts$' },
    to: {},
  },
  { name: 'no-tests-in-src', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench|analyses|scripts)/' } },
  { name: 'no-dev-dependencies-in-src', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['npm-dev'] } },
  { name: 'no-undeclared-dependencies', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  // load.ts requires what lies in the user's cache.
  { name: 'resolvable', severity: 'error', from: { pathNot: '^src/engine/native/load\\.ts$' }, to: { couldNotResolve: true } },
];

module.exports = {
  forbidden: [...order, wall, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
