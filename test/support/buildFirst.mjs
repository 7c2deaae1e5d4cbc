import { buildIfStale } from '../../scripts/build.mjs';

/** Tests of the command run what its users run: the built package, which must be built from the sources here. */
export default function setup(project) {
  const build = () => buildIfStale(console.error);
  build();
  project.onTestsRerun(build);
}
