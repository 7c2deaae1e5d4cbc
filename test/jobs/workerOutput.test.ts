import { expect, test } from 'vitest';
import { workerOutput } from '../../src/jobs/workerOutput.ts';

const banner = `WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1764000000.000000    1234 port.cc:153] oneDNN custom operations are on.
2026-11-24 10:00:00.000000: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized
To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the appropriate compiler flags.
E0000 00:00:1764000000.000000    1234 cuda_dnn.cc:8310] Unable to register cuDNN factory: one is registered already
============================
Hi, looks like you are running TensorFlow.js in Node.js. To speed things up dramatically, install our node backend
`;

test('banners are dropped, however the text is cut', () => {
  const text = `${banner}out of memory\n${banner}the end`;
  for (const size of [1, 7, 64, 10_000]) {
    const output = workerOutput();
    for (let start = 0; start < text.length; start += size) output.add(text.slice(start, start + size));
    expect(output.tail()).toBe('out of memory\nthe end');
  }
});

test('what is kept is bounded and is the end', () => {
  const output = workerOutput();
  for (let line = 0; line < 10_000; line++) output.add(`line ${line}\n`);
  output.add('x'.repeat(100_000));
  expect(output.tail().length).toBeLessThanOrEqual(4000);
  const lines = workerOutput();
  for (let line = 0; line < 10_000; line++) lines.add(`line ${line}\n`);
  expect(lines.tail().endsWith('line 9998\nline 9999')).toBe(true);
});
