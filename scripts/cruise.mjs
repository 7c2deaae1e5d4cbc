// Checks the house's rules (.dependency-cruiser.cjs). Rules on rooms count type imports too; the wall is about
// what runs, so it is checked without them. Fails when no module was read: a cruise of nothing finds nothing.
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { root } from './program.mjs';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const isWall = (rule) => rule.name === 'wall';
const tsConfig = extractTSConfig('tsconfig.json');

async function violations(rules, tsPreCompilationDeps) {
  const settings = {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules },
    tsPreCompilationDeps,
  };
  const { output } = await cruise(['src'], settings, undefined, { tsConfig });
  const modules = output.modules.filter(({ source }) => source.startsWith('src/'));
  if (modules.length === 0) throw new Error('no module was read');
  console.log(`${modules.length} modules keep to ${rules.length} rules, or are named below`);
  return output.summary.violations;
}

const found = [
  ...(await violations(
    forbidden.filter((rule) => !isWall(rule)),
    true,
  )),
  ...(await violations(forbidden.filter(isWall), false)),
];
for (const { rule, from, to, via, cycle } of found) {
  const path = (via ?? cycle ?? []).map(({ name }) => name);
  console.error(`${rule.name}: ${[from, ...(path.length > 0 ? path : [to])].join(' -> ')}`);
}
process.exitCode = found.length > 0 ? 1 : 0;
