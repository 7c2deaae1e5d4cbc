/** Height, width and channels of an input image. */
export type InputShape = readonly [height: number, width: number, channels: number];

interface CommonOptions {
  readonly inputShape: InputShape;
  readonly classes: number;
}

/** `fc1`, `fc2`, ...: the input flattened in C,H,W order, ReLU between the layers. */
export interface MlpOptions extends CommonOptions {
  readonly architecture: 'mlp';
  readonly hidden: readonly number[];
}

/**
 * `conv{i}`, `bn{i}`, `fc`: 3x3 same convolution (bias iff no batch norm) -> (batch norm) -> ReLU, 2x2
 * max-pool after every convolution but the last, global average pool, dropout, linear.
 */
export interface CnnOptions extends CommonOptions {
  readonly architecture: 'cnn';
  readonly channels: readonly number[];
  readonly batchNorm: boolean;
  readonly dropoutRate: number;
}

/** Names after akamaster/pytorch_resnet_cifar10: option A shortcuts. */
export interface ResNetOptions extends CommonOptions {
  readonly architecture: 'resnet';
  readonly depth: number;
}

/** Names after xternalz/WideResNet-pytorch. */
export interface WideResNetOptions extends CommonOptions {
  readonly architecture: 'wide-resnet';
  readonly depth: number;
  readonly widenFactor: number;
  readonly dropoutRate: number;
}

/** What a `config.json` says under `model`. */
export type ModelOptions = MlpOptions | CnnOptions | ResNetOptions | WideResNetOptions;

/** Which layer a parameter belongs to, and as what: decides its initialization. */
export type ParameterRole =
  | 'conv-weight'
  | 'linear-weight'
  | 'batch-norm-weight'
  | 'conv-bias'
  | 'linear-bias'
  | 'batch-norm-bias';

/** A trained tensor. `shape` is PyTorch's (convolution OIHW, linear [out, in]). */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: ParameterRole;
}

/** A tensor that is kept, not trained: batch norm's running mean and variance. */
export interface BufferSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: 0 | 1;
}

/** Everything that an architecture is, short of computing it; the order is PyTorch's state_dict order. */
export interface ModelSpec {
  readonly options: ModelOptions;
  readonly parameters: readonly ParameterSpec[];
  readonly buffers: readonly BufferSpec[];
  readonly parameterCount: number;
}

/** A tensor on the host. `data` is row-major in `shape`. */
export interface HostTensor<Data extends Float32Array | Float64Array = Float32Array> {
  readonly shape: readonly number[];
  readonly data: Data;
}
