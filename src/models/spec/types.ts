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

/** Names after kuangliu/pytorch-cifar: VGG-19 for small images with batch norm. */
export interface Vgg19BnOptions extends CommonOptions {
  readonly architecture: 'vgg19-bn';
  /** Channels of the first stage, an eighth of the last one's; 64 as published. */
  readonly width: number;
}

/** Names after kuangliu/pytorch-cifar: DenseNet-121 for small images. */
export interface DenseNet121Options extends CommonOptions {
  readonly architecture: 'densenet121';
  /** Channels that each layer adds; 32 as published. */
  readonly growthRate: number;
}

/** Names after kuangliu/pytorch-cifar. */
export interface ResNeXt29Options extends CommonOptions {
  readonly architecture: 'resnext29-32x4d';
  /** Groups of the 3x3 convolutions; 32 as published. */
  readonly cardinality: number;
  /** Channels of a group in the first stage; 4 as published. */
  readonly bottleneckWidth: number;
}

/** Names after dyhan0920/PyramidNet-PyTorch: for small images, of bottleneck blocks. */
export interface PyramidNetOptions extends CommonOptions {
  readonly architecture: 'pyramidnet';
  /** 9n + 2; 272 as published. */
  readonly depth: number;
  /** Channels (before the fourfold of a bottleneck's end) that the whole network adds; 200 as published. */
  readonly alpha: number;
  /** Residual branches are shaken in training, and multiplied by their survival probability in evaluation. */
  readonly shakeDrop: boolean;
}

/** Names after torchvision. */
export interface ResNet50Options extends CommonOptions {
  readonly architecture: 'resnet50';
  /** Channels of the stem, a 32nd of the last stage's; 64 as published. */
  readonly width: number;
}

/** What a `config.json` says under `model`. */
export type ModelOptions =
  | MlpOptions
  | CnnOptions
  | ResNetOptions
  | WideResNetOptions
  | Vgg19BnOptions
  | DenseNet121Options
  | ResNeXt29Options
  | PyramidNetOptions
  | ResNet50Options;

/**
 * How parameters are drawn before training. `own`: as the implementation that the architecture is named after does;
 * `pytorch`: PyTorch's defaults for every layer; `he`: He normal by fan out for convolutions and linear layers, biases 0.
 */
export type Initialization = 'own' | 'pytorch' | 'he';

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
