/** The types of the safetensors format and the bytes of one element. */
export const elementBytes: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};

/** The types that a parameter or buffer may have. */
export type FloatType = 'F64' | 'F32' | 'F16' | 'BF16';

/** Whether a parameter or buffer may have this type. */
export function isFloatType(dtype: string): dtype is FloatType {
  return dtype === 'F64' || dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';
}

/**
 * Little-endian elements as float32. F64 is rounded to nearest (beyond float32's range: infinity); the
 * others are exact. `bytes` must start at a multiple of the element's size in its buffer.
 */
export function decodeFloats(dtype: FloatType, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const { buffer, byteOffset, length } = bytes;
  const count = length / elementBytes[dtype]!;
  switch (dtype) {
    case 'F64':
      return new Float32Array(new Float64Array(buffer, byteOffset, count));
    case 'F32':
      return new Float32Array(buffer, byteOffset, count);
    case 'BF16': {
      const halves = new Uint16Array(buffer, byteOffset, count);
      const words = new Uint32Array(count);
      for (let i = 0; i < count; i++) words[i] = halves[i]! << 16;
      return new Float32Array(words.buffer);
    }
    case 'F16': {
      const halves = new Uint16Array(buffer, byteOffset, count);
      const floats = new Float32Array(count);
      for (let i = 0; i < count; i++) floats[i] = halfToNumber(halves[i]!);
      return floats;
    }
  }
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
