import { UserError } from '../userError.ts';

/** The header of a NumPy array file. */
export interface NpyHeader {
  /** As NumPy writes it: `|u1`, `<i8` ... */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Where the data begins. */
  readonly dataOffset: number;
  readonly dataBytes: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_RANK = 8;

/**
 * Reads the header of a .npy file (versions 1 to 3) of numbers in C order.
 *
 * @param start the first bytes of the file, with the whole header
 * @param where names the array in messages
 * @throws UserError when it is anything else
 */
export function parseNpyHeader(start: Uint8Array, where: string): NpyHeader {
  const wrong = (what: string): UserError => new UserError(`${where}: ${what}`);
  if (start.length < 12 || MAGIC.some((byte, k) => start[k] !== byte)) throw wrong('not a NumPy array');
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const isFirst = start[6] === 1;
  const textOffset = isFirst ? 10 : 12;
  const dataOffset = textOffset + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataOffset > start.length) throw wrong('ends inside its NumPy header, or the header is too long');
  const header = new TextDecoder('latin1').decode(start.subarray(textOffset, dataOffset));
  const dtype = /'descr'\s*:\s*'([<>|=]?[a-z]\d{1,3})'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const dimensions = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header)?.[1];
  if (dtype === undefined || order === undefined || dimensions === undefined) {
    throw wrong('its NumPy header does not name a number type, an order and a shape');
  }
  if (order === 'True') throw wrong('in Fortran order; save it with numpy.ascontiguousarray');
  const shape = (dimensions.match(/\d+/g) ?? []).map(Number);
  const dataBytes = shape.reduce((product, size) => product * size, Number(dtype.replace(/^\D+/, '')));
  if (shape.length > MAX_RANK || !Number.isSafeInteger(dataBytes)) {
    throw wrong(`impossible shape ${shape.join('x')}`);
  }
  return { dtype, shape, dataOffset, dataBytes };
}
