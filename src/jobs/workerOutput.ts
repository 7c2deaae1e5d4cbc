/** Kept of what a worker says, in characters. */
const tailLength = 4000;

/** What TensorFlow and tfjs say whenever they start, whatever the log level. */
const banners: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IW] /,
  /^[IW]0000 00:00:\d+\.\d+ +\d+ /,
  /^WARNING: All log messages before absl::InitializeLog\(\)/,
  /Unable to register cu(DNN|FFT|BLAS) (factory|plugin)/,
  /Unable to register cuda/i,
  /failed call to cuInit/,
  /^To enable the following instructions/,
  /^Hi, looks like you are running TensorFlow\.js in Node\.js/,
  /^={10,}$/,
];

/** The last lines that a worker said, without TensorFlow's banners: what tells why it crashed. */
export interface WorkerOutput {
  add(text: string): void;
  tail(): string;
}

/** Collects a worker's output, of bounded size. */
export function workerOutput(): WorkerOutput {
  let partial = '';
  let kept = '';
  const keep = (lines: readonly string[]): void => {
    const worth = lines.filter((line) => line.trim() !== '' && !banners.some((banner) => banner.test(line)));
    kept = [kept, ...worth]
      .filter((line) => line !== '')
      .join('\n')
      .slice(-tailLength);
  };
  return {
    add: (text) => {
      const lines = (partial + text).split('\n');
      partial = (lines.pop() ?? '').slice(-tailLength);
      keep(lines);
    },
    tail: () => {
      keep([partial]);
      partial = '';
      return kept;
    },
  };
}
