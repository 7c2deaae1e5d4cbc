import { expect, test } from 'vitest';
import { extraRequirements } from '../../../src/engine/native/installBuild.ts';

const metadata = `Metadata-Version: 2.4
Requires-Dist: absl-py>=1.0.0
Provides-Extra: and-cuda
Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"
Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7 ; extra == 'and-cuda'
Provides-Extra: gcs-filesystem
Requires-Dist: tensorflow-io-gcs-filesystem>=0.23.1; (sys_platform != "win32" and python_version < "3.13") and extra == "gcs-filesystem"
`;

test("an extra's requirements are read from a wheel's metadata", () => {
  expect(extraRequirements(metadata, 'and-cuda')).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-nccl-cu12<3.0,>=2.27.7',
  ]);
  expect(extraRequirements(metadata, 'none')).toEqual([]);
});
