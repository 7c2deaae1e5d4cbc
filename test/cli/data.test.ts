import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { idxBytes } from '../data/idxFiles.ts';
import { cli, dataDirectory, expectOneLine, lines, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();

describe('measure data', () => {
  it('describes an .npz file', async () => {
    const { code, stdout } = await cli('data', 'deflated', '--data', join(dataDirectory, 'npz'));
    expect(code).toBe(0);
    expect(lines(stdout)).toEqual([
      expect.stringMatching(/deflated\.npz: was there, no checksums of these files are published$/),
      'images of 6 x 5 x 3, 3 classes',
      expect.stringMatching(
        /^train: 3 examples, pixel mean 0\.\d{4} 0\.\d{4} 0\.\d{4}, std 0\.\d{4} 0\.\d{4} 0\.\d{4}$/,
      ),
      '  of each class: 1 1 1',
      expect.stringMatching(/^test: 2 examples/),
      '  of each class: 1 0 1',
    ]);
  });

  it('describes class folders, many classes in short', async () => {
    for (let k = 0; k < 25; k++) {
      for (const [split, copies] of [
        ['train', k === 7 ? 3 : 1],
        ['val', 1],
      ] as const) {
        const path = join(folder, 'mine', split, `class-${k}`);
        mkdirSync(path, { recursive: true });
        for (let copy = 0; copy < copies; copy++)
          cpSync(join(dataDirectory, 'images/rgb.jpg'), join(path, `${copy}.jpg`));
      }
    }
    const { code, stdout } = await cli('data', 'mine', '--data', folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^images of 54 x 78 x 3, 25 classes$/m);
    expect(stdout).toMatch(/^ {2}of each class: 1 \(class 0\) to 3 \(class \d+\), mean 1\.1$/m);
    expect(stdout).toMatch(/^ {2}of each class: 1$/m);
    const { train, verification } = JSON.parse(
      (await cli('data', 'mine', '--data', folder, '--json')).stdout,
    );
    expect(train).toMatchObject({ count: 27, images: 27 });
    expect(train.mean).toHaveLength(3);
    expect(verification).toEqual({ kind: 'unknown' });
  });

  it('describes files that are not the published ones, and fails', async () => {
    const data = join(folder, 'data');
    mkdirSync(join(data, 'kmnist'), { recursive: true });
    for (const [name, bytes] of [
      ['train-images-idx3', idxBytes([1, 28, 28], Array(784).fill(0))],
      ['train-labels-idx1', idxBytes([1], [3])],
      ['t10k-images-idx3', idxBytes([1, 28, 28], Array(784).fill(255))],
      ['t10k-labels-idx1', idxBytes([1], [4])],
    ] as const) {
      writeFileSync(join(data, 'kmnist', `${name}-ubyte.gz`), gzipSync(bytes));
    }
    const { code, stdout, stderr } = await cli('data', 'kmnist', '--data', data);
    expect(code).toBe(1);
    expect(stdout).toMatch(/kmnist: was there, not as published\n/);
    expect(stdout).toMatch(/train: 1 examples/);
    expect(stderr).toMatch(
      /^measure: .*train-images-idx3-ubyte\.gz: MD5 \w+, published is bdb8.*: not the published file; .*move the folder away/,
    );
    expect(lines(stderr)).toHaveLength(1);
  });

  it('does not say of MNIST more than its files are', async () => {
    const { code, stdout, stderr } = await cli('data', 'mnist', '--data', dataDirectory);
    expect(code).toBe(1);
    expect(stdout).toMatch(/mnist: was there, not as published\n/);
    expect(stdout).toMatch(/^train: 2000 examples, pixel mean 0\.13/m);
    expect(stderr).toMatch(/train-images-idx3-ubyte\.gz: unpacked, SHA-256 .*: not the published file; /);
    expect(lines(stderr)).toHaveLength(1);
  });

  it('says what there is, and what is damaged, in one line', async () => {
    expectOneLine(
      await cli('data', 'cifar10', '--data', folder),
      1,
      /"cifar10" cannot be read; the datasets are mnist, .*cifar-10/,
    );
    const bytes = readFileSync(join(dataDirectory, 'npz/stored.npz'));
    writeFileSync(join(folder, 'half.npz'), bytes.subarray(0, bytes.length >> 1));
    expectOneLine(await cli('data', 'half', '--data', folder), 1, /half\.npz: not a ZIP archive, or cut off/);
  });
});
