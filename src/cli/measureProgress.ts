import type { MeasureProgress } from '../studies/index.ts';
import { startProgress } from './progress.ts';
import { duration } from './say.ts';

/** Shows how far `measure run` is. */
export interface MeasureProgressShow {
  readonly show: (progress: MeasureProgress) => void;
  readonly close: () => void;
}

export function startMeasureProgress(options: { readonly quiet?: boolean | undefined }): MeasureProgressShow {
  const progress = startProgress(options);
  let started: number | undefined;
  const show = ({ done, total, resumed, checkpoint }: MeasureProgress): void => {
    if (started === undefined) {
      started = Date.now();
      const earlier = resumed > 0 ? `, ${resumed} of them done earlier` : '';
      progress.line(`measuring: ${total} pieces${earlier}`);
      return;
    }
    const seconds = (Date.now() - started) / 1000;
    if (done === total) progress.line(`measured in ${duration(seconds)}; making tables and report`);
    else {
      const rate = (done - resumed) / seconds;
      const left = rate > 0 ? `  ${duration((total - done) / rate)} left` : '';
      progress.update(`${done}/${total}  ${checkpoint}  ${pace(rate)}${left}`);
    }
  };
  return { show, close: progress.close };
}

/** `2.5 pieces/s`, `12 pieces/min` */
function pace(perSecond: number): string {
  return perSecond >= 1 ? `${perSecond.toFixed(1)} pieces/s` : `${(60 * perSecond).toFixed(1)} pieces/min`;
}
