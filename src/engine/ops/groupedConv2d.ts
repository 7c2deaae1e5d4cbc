import * as tf from '@tensorflow/tfjs-core';

/**
 * Channels that one ordinary convolution takes. Groups are few channels wide: one convolution each is mostly overhead,
 * and one for all is mostly products with 0. Around 16 was fastest on a CPU, forward and backward, for 4 to 16
 * channels a group.
 */
const CHANNELS_AT_ONCE = 16;

/**
 * A convolution in groups: the outputs of a group see its own share of the inputs only. TensorFlow has no gradient
 * of it on a CPU, and the other backends no such kernel: ordinary convolutions of some groups at a time, with filters
 * that are 0 where an output must not see an input.
 *
 * @param x [batch, height, width, in]
 * @param filter [size, size, in / groups, out]
 * @param convolve the ordinary convolution
 */
export function groupedConv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  convolve: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const channels = x.shape[3];
  const groups = channels / filter.shape[2];
  const together = groupsAtOnce(groups, filter.shape[2]);
  const parts = groups / together;
  // tfjs has no gradient of a split into one part
  if (parts === 1) return convolve(x, blockDiagonal(filter, together));
  const inputs: tf.Tensor4D[] = tf.split(x, parts, 3);
  const filters: tf.Tensor4D[] = tf.split(filter, parts, 3);
  return tf.concat(
    inputs.map((input, k) => convolve(input, blockDiagonal(filters[k]!, together))),
    3,
  );
}

/** The largest divisor of the number of groups with which the channels are not too many. */
function groupsAtOnce(groups: number, channels: number): number {
  let most = 1;
  for (let count = 2; count <= groups && count * channels <= CHANNELS_AT_ONCE; count++) {
    if (groups % count === 0) most = count;
  }
  return most;
}

/** [height, width, in, out] -> [height, width, groups * in, out]: 0 between an input and an output of two groups. */
function blockDiagonal(filter: tf.Tensor4D, groups: number): tf.Tensor4D {
  if (groups === 1) return filter;
  const [height, width, channels, out] = filter.shape;
  const mask = new Float32Array(groups * out);
  for (let k = 0; k < out; k++) mask[Math.floor((k * groups) / out) * out + k] = 1;
  const spread = tf.mul(
    tf.reshape(filter, [height, width, 1, channels, out]),
    tf.tensor(mask, [groups, 1, out], 'float32'),
  );
  return tf.reshape(spread, [height, width, groups * channels, out]);
}
