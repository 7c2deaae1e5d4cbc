import { afterAll, beforeAll, describe, test } from 'vitest';
import type { ClusterOptions } from './configure.ts';
import { isInstalled } from './daemon.ts';
import { type TestCluster, testCluster } from './testCluster.ts';

/**
 * Tests that need a cluster: a real one runs while they do. Where Slurm is not installed
 * (scripts/installSlurm.sh) they are skipped, unless `ADAPTIVE_SHARPNESS_REQUIRE_SLURM=1`: then they fail.
 */
export function describeOnSlurm(options: ClusterOptions, tests: (cluster: TestCluster) => void): void {
  const required = process.env.ADAPTIVE_SHARPNESS_REQUIRE_SLURM === '1';
  if (!required && !isInstalled('slurmctld')) {
    describe.skip('on Slurm, which is not installed', () => test('every test', () => undefined));
    return;
  }
  describe('on Slurm', () => {
    const cluster = testCluster(options);
    beforeAll(() => cluster.start(), 90_000);
    afterAll(() => cluster.stop(), 90_000);
    tests(cluster);
  });
}
