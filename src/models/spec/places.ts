/** Places where a network can be rescaled without changing its function, by the names of its layers. */

/**
 * Nodes before a ReLU, which passes positive factors on, as max-pooling and average pooling do (or before nothing at
 * all): what computes a node is multiplied, what reads it is divided.
 */
export interface NodePlace {
  /** A linear layer, a convolution with a bias, or a batch norm, whose scale and shift compute the nodes. */
  readonly writer: string;
  /** All linear layers and convolutions that read them; none of them in groups. */
  readonly readers: readonly string[];
}

/** Filters whose output nothing but a batch norm reads, which divides their scale out again. */
export interface FilterPlace {
  readonly convolution: string;
  readonly batchNorm: string;
}
