// Proves on a machine with a GPU that what is measured there agrees with the CPU: exit code 0. Where they
// disagree it is 1; where there is no GPU, or no engine for it, and nothing was checked, it is 2.
import { checkGpu } from '../bench/gpu/checkGpu.ts';

try {
  process.exitCode = await checkGpu((line) => console.log(line));
} catch (error) {
  console.error(`check:gpu: ${error.message}`);
  process.exitCode = 1;
}
