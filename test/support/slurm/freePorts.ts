import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, which could take one between this and its use. */
const range = { from: 15_000, to: 32_000 };

/** `count` consecutive ports that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const first = range.from + Math.floor(Math.random() * (range.to - range.from - count));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(ports.map(isFree))).every((free) => free)) return ports;
  }
  throw new Error(`no ${count} consecutive ports are free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
