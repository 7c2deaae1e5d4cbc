import { installNative } from '../../../src/engine/native/install.ts';

await installNative({ variant: 'cpu', log: () => undefined, verify: () => Promise.resolve() });
