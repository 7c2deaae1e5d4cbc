import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apply, makeClone, run } from './extending/clone.ts';
import { readSteps, type Step } from './extending/page.ts';

const pages = ['measure', 'architecture', 'dataset'].map((name) => ({
  page: `docs/extending/${name}.md`,
  steps: readSteps(join(import.meta.dirname, `../../docs/extending/${name}.md`)),
}));
const clone = makeClone();
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** The slice of MNIST as Kannada-MNIST names its files. */
const kannada = {
  'train-images-idx3-ubyte.gz': 'X_kannada_MNIST_train-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz': 'y_kannada_MNIST_train-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz': 'X_kannada_MNIST_test-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz': 'y_kannada_MNIST_test-idx1-ubyte.gz',
};

/** What the pages take for granted: that PyTorch was run, and that files were put into data/. */
function provide(): void {
  const fixtures = join(clone, 'fixtures');
  const data = join(clone, 'data');
  cpSync(join(fixtures, 'golden/extending'), join(fixtures, 'golden'), { recursive: true });
  cpSync(join(fixtures, 'data/npz/stored.npz'), join(data, 'mine.npz'));
  for (const [mnist, published] of Object.entries(kannada)) {
    cpSync(join(fixtures, 'data/mnist', mnist), join(data, 'kannada-mnist', published));
  }
}

beforeAll(async () => {
  provide();
  for (const { steps } of pages) for (const step of steps) apply(clone, step);
  expect(await run(clone, 'node scripts/build.mjs')).toEqual({ status: 0, said: '' });
}, 300_000);

it('what the pages add is written as the rest is', async () => {
  const added = pages.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'file' && step.path.endsWith('.ts') ? [step.path] : [])),
  );
  const line = `npx biome check --vcs-enabled=false --error-on-warnings ${added.join(' ')}`;
  expect(await run(clone, line)).toEqual({ status: 0, said: expect.any(String) });
});

describe.each(pages)('$page', ({ steps }) => {
  const isCommand = (step: Step): step is Extract<Step, { kind: 'command' }> => step.kind === 'command';

  it.each(steps.filter(isCommand))(
    '$line',
    async ({ line, printed }) => {
      const { status, said } = await run(clone, line);
      expect({ status, said }).toEqual({ status: 0, said: expect.any(String) });
      expect(said.split('\n').filter((one) => printed.includes(one))).toEqual(
        printed.filter((one) => one !== '...'),
      );
    },
    120_000,
  );
});
