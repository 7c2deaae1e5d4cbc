import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

/**
 * Preloaded into a process: the first time that the state of a complete training is removed, only one of its files is,
 * and then the process is gone, as by SIGKILL at that moment. The file MARKER says that it happened.
 */

const { rmSync } = fs;

fs.rmSync = (path, options) => {
  const isState = /\/unfinished[^/]*$/.test(String(path)) && fs.existsSync(path);
  if (isState && !fs.existsSync(process.env.MARKER)) {
    fs.writeFileSync(process.env.MARKER, '');
    const state = fs.readdirSync(path).find((name) => name.startsWith('epoch-'));
    rmSync(join(path, state, 'SHA256SUMS'));
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  }
  rmSync(path, options);
};
syncBuiltinESMExports();
