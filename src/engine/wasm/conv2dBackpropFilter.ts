import * as tf from '@tensorflow/tfjs-core';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterShape: [number, number, number, number];
}

/**
 * The gradient of a convolution with respect to its filter, [height, width, in, out]. For each place
 * (i, j) in the filter it is the product of the inputs which that place saw, [pixels, in], with dy,
 * [pixels, out]: as many matrix products as the filter has places.
 */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, attributes: Attributes): tf.Tensor4D {
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attributes;
  if (dataFormat !== 'NHWC')
    throw new Error(`Conv2DBackpropFilter: layout ${dataFormat}, only NHWC is there`);
  const { padInfo, strideHeight, strideWidth, outHeight, outWidth } = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const [batch, , , inChannels] = x.shape;
  const [height, width, , outChannels] = filterShape;
  const padded = tf.pad(x, [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]);
  const pixels = batch * outHeight * outWidth;
  const dyMatrix = tf.reshape(dy, [pixels, outChannels]);
  const places: tf.Tensor[] = [];
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const seen = tf.stridedSlice(
        padded,
        [0, i, j, 0],
        [batch, i + (outHeight - 1) * strideHeight + 1, j + (outWidth - 1) * strideWidth + 1, inChannels],
        [1, strideHeight, strideWidth, 1],
      );
      places.push(tf.matMul(tf.reshape(seen, [pixels, inChannels]), dyMatrix, true, false));
    }
  }
  return tf.reshape(tf.stack(places), filterShape);
}

/** Gives the WebAssembly backend the one kernel of convolutional networks that it lacks. */
export function registerConv2dBackpropFilter(): void {
  if (tf.getKernel(tf.Conv2DBackpropFilter, 'wasm')) return;
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() =>
        filterGradient(inputs.x as tf.Tensor4D, inputs.dy as tf.Tensor4D, attrs as unknown as Attributes),
      ),
  });
}
