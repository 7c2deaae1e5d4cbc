import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { downloadFile } from '../../src/data/download/downloadFile.ts';
import { installDataset } from '../../src/data/download/install.ts';
import { type PublishedDataset, publishedDatasets } from '../../src/data/download/published.ts';
import { extractTarGz } from '../../src/data/download/tar.ts';
import { writeWholeFolder } from '../../src/data/download/wholeFolder.ts';
import { provideDataset } from '../../src/data/index.ts';
import { UserError } from '../../src/userError.ts';
import { idxBytes, temporaryFolder } from './idxFiles.ts';
import { tarBytes } from './tarFiles.ts';

const temporary = temporaryFolder();
const newData = (): string => join(mkdtempSync(join(temporary.path, 'x-')), 'data');
const md5 = (bytes: Uint8Array) =>
  ({ algorithm: 'md5', hex: createHash('md5').update(bytes).digest('hex') }) as const;

const record = (label: number): number[] => [
  label,
  ...Array.from({ length: 3072 }, (_, k) => (k + label) % 256),
];
const batches = [...[1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`), 'test_batch.bin'];
const batch = (k: number): Uint8Array => Uint8Array.from([...record(k), ...record(k + 1)]);
const cifarArchive = gzipSync(
  tarBytes([
    ['cifar-10-batches-bin/', new Uint8Array(), '5'],
    ['cifar-10-batches-bin/readme.html', Buffer.from('<html>')],
    ...batches.map((name, k) => [`cifar-10-batches-bin/${name}`, batch(k)] as const),
  ]),
);

let server: Server;
let address = '';
let answer: RequestListener = () => undefined;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** Serves files by their path. */
function serve(files: Readonly<Record<string, Uint8Array>>): void {
  answer = (request, response) => {
    const bytes = files[request.url!.slice(1)];
    response.writeHead(bytes ? 200 : 404, bytes && { 'content-length': bytes.length }).end(bytes);
  };
}

/** CIFAR-10 as published, of two records a file, from the server of the test. */
function cifar(urls = ['cifar.tar.gz'], archive: Uint8Array = cifarArchive): PublishedDataset {
  const files = batches.map((name) => {
    const path = `cifar-10-batches-bin/${name}`;
    return [path, { path, mostBytes: 10_000 }] as const;
  });
  return {
    folder: 'cifar-10',
    downloads: [
      { name: 'cifar.tar.gz', urls: urls.map((url) => `${address}/${url}`), checksum: md5(archive) },
    ],
    archive: { kind: 'tar.gz', files: new Map(files) },
    checksums: new Map(batches.map((name, k) => [name, md5(batch(k))])),
  };
}

async function refused(installing: Promise<unknown>, message: RegExp): Promise<void> {
  const error: unknown = await installing.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).not.toMatch(/\n/);
}

test('what another form of published files holds is not known; one that differs is', async () => {
  const packed = {
    'train-images-idx3-ubyte.gz': gzipSync(idxBytes([1, 28, 28], Array(784).fill(51))),
    'train-labels-idx1-ubyte.gz': gzipSync(idxBytes([1], [9])),
    't10k-images-idx3-ubyte.gz': gzipSync(idxBytes([1, 28, 28], Array(784).fill(52))),
    't10k-labels-idx1-ubyte.gz': gzipSync(idxBytes([1], [8])),
  };
  const data = newData();
  const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(data, 'kmnist', name), bytes);
  mkdirSync(join(data, 'kmnist'), { recursive: true });
  for (const [name, bytes] of Object.entries(packed)) write(name, bytes);
  const published: PublishedDataset = {
    folder: 'kmnist',
    downloads: [],
    archive: { kind: 'none' },
    checksums: new Map(Object.entries(packed).map(([name, bytes]) => [name, md5(bytes)])),
  };
  const verified = async () =>
    (await provideDataset({ dataDirectory: data, name: 'kmnist' }, {}, new Map([['kmnist', published]])))
      .verification;
  expect(await verified()).toEqual({ kind: 'published' });
  // what is read is the plain one
  write('train-labels-idx1-ubyte', idxBytes([1], [7]));
  expect(await verified()).toEqual({ kind: 'unknown' });
  write('t10k-labels-idx1-ubyte.gz', gzipSync(idxBytes([1], [7])));
  expect(await verified()).toMatchObject({ kind: 'differs' });
});

test.runIf(existsSync('/dev/full'))('a full disk is not taken for a publisher out of reach', async () => {
  serve({ 'cifar.tar.gz': cifarArchive });
  const [download] = cifar().downloads;
  await expect(downloadFile(download!, '/dev/full', {})).rejects.toMatchObject({ code: 'ENOSPC' });
  const archive = join(mkdtempSync(join(temporary.path, 'x-')), 'cifar.tar.gz');
  writeFileSync(archive, cifarArchive);
  const wanted = new Map([
    ['cifar-10-batches-bin/data_batch_1.bin', { target: '/dev/full', mostBytes: 10_000 }],
  ]);
  await expect(extractTarGz(archive, wanted)).rejects.toMatchObject({ code: 'ENOSPC' });
  const folder = join(newData(), 'cifar-10');
  await refused(
    writeWholeFolder(folder, async () => writeFileSync('/dev/full', 'x')),
    /data\/cifar-10: cannot be written \(ENOSPC/,
  );
});

describe('an archive', () => {
  test('is fetched, checked, unpacked and described; a second time it is only checked', async () => {
    serve({ 'cifar.tar.gz': cifarArchive });
    const data = newData();
    const progress: [string, number, number | null][] = [];
    const published = new Map([['cifar-10', cifar()]]);
    const request = { dataDirectory: data, name: 'cifar-10' };
    const hooks = { onBytes: (...line: [string, number, number | null]) => progress.push(line) };
    const report = await provideDataset(request, hooks, published);
    expect(report).toMatchObject({
      name: 'cifar-10',
      path: join(data, 'cifar-10/cifar-10-batches-bin'),
      installed: true,
      verification: { kind: 'published' },
      shape: [32, 32, 3],
      classes: 10,
    });
    expect(report.train.count).toBe(10);
    expect(report.train.classCounts).toEqual([1, 2, 2, 2, 2, 1, 0, 0, 0, 0]);
    expect(report.test.classCounts).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0]);
    for (const mean of report.train.mean) expect(mean).toBeCloseTo(0.5, 12);
    expect(progress.at(-1)).toEqual(['cifar.tar.gz', cifarArchive.length, cifarArchive.length]);
    expect(readdirSync(data)).toEqual(['cifar-10']);
    expect(readdirSync(join(data, 'cifar-10'))).toEqual(['cifar-10-batches-bin']);
    expect(readdirSync(join(data, 'cifar-10/cifar-10-batches-bin')).sort()).toEqual(batches);

    serve({});
    expect(await provideDataset(request, {}, published)).toEqual({ ...report, installed: false });
    const file = join(data, 'cifar-10/cifar-10-batches-bin/data_batch_2.bin');
    const bytes = readFileSync(file);
    bytes[100]! ^= 1;
    writeFileSync(file, bytes);
    const changed = await provideDataset(request, {}, published);
    expect(changed.verification).toEqual({
      kind: 'differs',
      what: expect.stringMatching(/data_batch_2\.bin: MD5 .*, published is /),
    });
  });

  test('that the user has fetched is taken from the data folder, and stays there', async () => {
    serve({});
    const data = newData();
    mkdirSync(data);
    writeFileSync(join(data, 'cifar.tar.gz'), cifarArchive);
    await installDataset(cifar(), data);
    expect(readdirSync(data).sort()).toEqual(['cifar-10', 'cifar.tar.gz']);
    const other = newData();
    mkdirSync(other);
    writeFileSync(join(other, 'cifar.tar.gz'), cifarArchive.subarray(1));
    await refused(
      installDataset(cifar(), other),
      /cifar\.tar\.gz: MD5 .*, published is .*; fetch the file again/,
    );
    expect(readdirSync(other)).toEqual(['cifar.tar.gz']);
  });

  test('comes from the next address where one fails', async () => {
    serve({ 'second.tar.gz': cifarArchive });
    const data = newData();
    await installDataset(cifar(['first.tar.gz', 'second.tar.gz']), data);
    expect(readdirSync(data)).toEqual(['cifar-10']);
  });

  const files = (name: string, content: Uint8Array) => gzipSync(tarBytes([[name, content]]));
  test.each([
    [
      'without a file',
      files('cifar-10-batches-bin/test_batch.bin', batch(0)),
      /data_batch_1\.bin.* not in it/,
    ],
    [
      'with a file that is too large',
      files('cifar-10-batches-bin/test_batch.bin', new Uint8Array(10_001)),
      /10001 bytes; at most 10000/,
    ],
    [
      'that leads out of the folder',
      files('../../cifar-10-batches-bin/test_batch.bin', batch(0)),
      /not in it/,
    ],
    [
      'with a link for a file',
      gzipSync(tarBytes([['cifar-10-batches-bin/test_batch.bin', new Uint8Array(), '2']])),
      /test_batch\.bin not in it/,
    ],
    [
      'that is cut off',
      gzipSync(tarBytes([['cifar-10-batches-bin/test_batch.bin', batch(0)]]).subarray(0, 5000)),
      /cut off/,
    ],
    ['whose gzip is cut off', cifarArchive.subarray(0, cifarArchive.length >> 1), /unexpected end of file/],
    ['that is none', Buffer.from('hello'), /incorrect header check/],
    ['of something else', gzipSync(Buffer.alloc(2000, 7)), /damaged tar header/],
  ])('%s leaves nothing', async (_name, archive, message) => {
    serve({ 'cifar.tar.gz': archive });
    const data = newData();
    await refused(installDataset(cifar(['cifar.tar.gz'], archive), data), message);
    expect(readdirSync(data)).toEqual([]);
    expect(readdirSync(join(data, '..'))).toEqual(['data']);
  });
});

describe('a fetch that fails is one line with what to do, and leaves nothing', () => {
  const explained =
    /cifar-10 cannot be fetched from here \(http.*\): fetch http.*cifar\.tar\.gz by other ways, put it into .*data, and run this again/;

  test.each<[string, RequestListener, RegExp]>([
    ['not found', (_, response) => response.writeHead(404).end(), /: 404 Not Found\)/],
    ['something else', (_, response) => response.end('hello'), /: MD5 .*, published is /],
    [
      'half of it, and the connection is cut',
      (_, response) => {
        response.writeHead(200, { 'content-length': cifarArchive.length });
        response.write(cifarArchive.subarray(0, 500));
        setTimeout(() => response.destroy(), 20);
      },
      /: (other side closed|terminated|aborted)/,
    ],
    ['half of it, as if it were all', (_, response) => response.end(cifarArchive.subarray(0, 500)), /: MD5 /],
  ])('%s', async (_name, listener, message) => {
    answer = listener;
    const data = newData();
    await refused(installDataset(cifar(), data), explained);
    await refused(installDataset(cifar(), data), message);
    expect(readdirSync(data)).toEqual([]);
  });

  test('no server', async () => {
    const dataset = cifar();
    const [download] = dataset.downloads;
    const unreachable = {
      ...dataset,
      downloads: [{ ...download!, urls: ['http://127.0.0.1:9/cifar.tar.gz'] }],
    };
    await refused(installDataset(unreachable, newData()), explained);
  });

  test('stopped by the user', async () => {
    const controller = new AbortController();
    answer = (_, response) => {
      response.writeHead(200);
      response.write(cifarArchive.subarray(0, 500));
    };
    const data = newData();
    const installing = installDataset(cifar(), data, {
      onBytes: () => controller.abort(),
      signal: controller.signal,
    });
    await expect(installing).rejects.toThrow(/abort/);
    expect(readdirSync(data)).toEqual([]);
  });
});

test('a process that is killed half way leaves no dataset, and the next one clears up', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': cifarArchive.length });
    response.write(cifarArchive.subarray(0, 500));
  };
  const data = newData();
  const module = join(import.meta.dirname, '../../src/data/download/install.ts');
  const { downloads, folder } = cifar();
  const plain = JSON.stringify({ folder, downloads });
  const script = `import { installDataset } from ${JSON.stringify(module)};
    const dataset = { ...${plain}, archive: { kind: 'none' }, checksums: new Map() };
    await installDataset(dataset, ${JSON.stringify(data)}, { onBytes: () => process.stdout.write('some') });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout!, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(join(data, 'cifar-10'))).toBe(false);
  expect(readdirSync(data)).toHaveLength(1);
  serve({ 'cifar.tar.gz': cifarArchive });
  await installDataset(cifar(), data);
  expect(readdirSync(data)).toEqual(['cifar-10']);
});

test('a folder with something else is not touched', async () => {
  const data = newData();
  mkdirSync(join(data, 'cifar-10'), { recursive: true });
  writeFileSync(join(data, 'cifar-10/notes.txt'), 'mine');
  const request = { dataDirectory: data, name: 'cifar-10' };
  await refused(
    provideDataset(request, {}, new Map([['cifar-10', cifar()]])),
    /cifar-10: no files of a dataset in it/,
  );
  await refused(installDataset(cifar(), data), /holds something else; move the folder away/);
  expect(readdirSync(join(data, 'cifar-10'))).toEqual(['notes.txt']);
});

test('files that are no archive are kept as they are', async () => {
  const images = gzipSync(idxBytes([2, 28, 28], Array(1568).fill(51)));
  const labels = gzipSync(idxBytes([2], [9, 0]));
  const names = [
    'train-images-idx3-ubyte.gz',
    'train-labels-idx1-ubyte.gz',
    't10k-images-idx3-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
  ];
  const contents = [images, labels, images, labels];
  serve(Object.fromEntries(names.map((name, k) => [name, contents[k]!])));
  const published: PublishedDataset = {
    folder: 'kmnist',
    downloads: names.map((name, k) => ({ name, urls: [`${address}/${name}`], checksum: md5(contents[k]!) })),
    archive: { kind: 'none' },
    checksums: new Map(),
  };
  const data = newData();
  const report = await provideDataset(
    { dataDirectory: data, name: 'kmnist' },
    {},
    new Map([['kmnist', published]]),
  );
  expect(report).toMatchObject({ installed: true, train: { count: 2 } });
  expect(report.test.mean[0]).toBeCloseTo(0.2, 12);
  expect(report.test.std[0]).toBeCloseTo(0, 12);
  expect(readdirSync(join(data, 'kmnist')).sort()).toEqual([...names].sort());
});

test('files of a ZIP archive are taken out of it', async () => {
  const { archive, folder } = publishedDatasets.get('emnist-letters')!;
  if (archive.kind !== 'zip') throw new Error('no archive');
  const images = gzipSync(idxBytes([1, 28, 28], Array(784).fill(1)));
  const labels = gzipSync(idxBytes([1], [1]));
  const files = [...archive.files.keys()].map(
    (name) => [name, name.includes('images') ? images : labels] as const,
  );
  expect(files).toHaveLength(24);
  const zip = zipSync({ 'gzip/extra.txt': Buffer.from('x'), ...Object.fromEntries(files) });
  serve({ 'gzip.zip': zip });
  const downloads = [{ name: 'gzip.zip', urls: [`${address}/gzip.zip`], checksum: md5(zip) }];
  const published: PublishedDataset = { folder, downloads, archive, checksums: new Map() };
  const data = newData();
  const request = { dataDirectory: data, name: 'emnist-letters' };
  const report = await provideDataset(request, {}, new Map([['emnist-letters', published]]));
  expect(report).toMatchObject({ path: join(data, 'emnist'), classes: 26, train: { count: 1 } });
  expect(readdirSync(join(data, 'emnist'))).toHaveLength(24);
});

/** CIFAR-10's pictures as a package has them: every image of one color, which depends on its place. */
async function cifarPackage(): Promise<{
  readonly bytes: Uint8Array;
  readonly files: Map<string, Uint8Array>;
}> {
  const { default: sharp } = await import('sharp');
  const color = (k: number, channel: number): number => (k % 7) * 30 + channel;
  const label = (k: number): number => k % 10;
  const raw = Buffer.alloc(10_000 * 1024 * 3);
  const bin = new Uint8Array(10_000 * 3073);
  for (let k = 0; k < 10_000; k++) {
    bin[k * 3073] = label(k);
    for (let channel = 0; channel < 3; channel++) {
      bin.fill(color(k, channel), k * 3073 + 1 + channel * 1024, k * 3073 + 1 + (channel + 1) * 1024);
    }
    const pixel = Uint8Array.of(color(k, 0), color(k, 1), color(k, 2));
    raw.fill(pixel, k * 3072, (k + 1) * 3072);
  }
  const png = await sharp(raw, { raw: { width: 1024, height: 10_000, channels: 3 } })
    .png()
    .toBuffer();
  const labels = (count: number) =>
    Buffer.from(JSON.stringify(Array.from({ length: count }, (_, k) => label(k))));
  const entries = [
    ...batches.map((name) => [`package/${name.replace('.bin', '.png')}`, png] as const),
    ['package/train_lables.json', labels(50_000)] as const,
    ['package/test_lables.json', labels(10_000)] as const,
  ];
  return { bytes: gzipSync(tarBytes(entries)), files: new Map(batches.map((name) => [name, bin])) };
}

test('CIFAR-10 is made from pictures where its publisher cannot be reached', async () => {
  const { bytes, files } = await cifarPackage();
  serve({ 'package.tgz': bytes });
  const download = { name: 'package.tgz', urls: [`${address}/package.tgz`], checksum: md5(bytes) };
  const checksums = new Map([...files].map(([name, bin]) => [name, md5(bin)]));
  const published: PublishedDataset = {
    ...cifar(['gone.tar.gz']),
    checksums,
    pictures: { download, folder: 'cifar-10-batches-bin' },
  };
  const data = newData();
  await installDataset(published, data);
  expect(readdirSync(join(data, 'cifar-10', 'cifar-10-batches-bin')).sort()).toEqual([...batches].sort());
  expect(readdirSync(join(data, 'cifar-10'))).toEqual(['cifar-10-batches-bin']);
  for (const [name, bin] of files) {
    expect(readFileSync(join(data, 'cifar-10', 'cifar-10-batches-bin', name)).equals(bin), name).toBe(true);
  }

  // what the publisher's address gave instead does not stay
  serve({ 'package.tgz': bytes, 'gone.tar.gz': Buffer.from('<html>blocked</html>') });
  const behindPortal = newData();
  await installDataset(published, behindPortal);
  expect(readdirSync(join(behindPortal, 'cifar-10'))).toEqual(['cifar-10-batches-bin']);

  // a damaged archive of the user's is told of
  const withArchive = newData();
  mkdirSync(withArchive);
  writeFileSync(join(withArchive, published.downloads[0]!.name), 'damaged');
  await expect(installDataset(published, withArchive)).rejects.toThrow(/fetch the file again/);

  const other = { ...published, checksums: new Map([...checksums].map(([name]) => [name, md5(bytes)])) };
  await expect(installDataset(other, newData())).rejects.toThrow(
    /data_batch_1\.bin of it is not the published one/,
  );
  const nowhere = {
    ...published,
    pictures: { ...published.pictures!, download: { ...download, urls: [`${address}/no`] } },
  };
  await expect(installDataset(nowhere, newData())).rejects.toThrow(
    /cannot be fetched from here .*gone\.tar\.gz/,
  );
});
