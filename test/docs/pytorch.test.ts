import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readOutputTables } from '../../src/report/index.ts';
import { dataDirectory, engine, temporaryFolder } from '../cli/cli.ts';
import { describeOnPyTorch } from '../support/describeOnPyTorch.ts';
import { blockCommands } from './commands.ts';
import { blocks, root } from './pages.ts';

const folder = temporaryFolder();

/** Runs a program in the folder, which has to end well. */
function run(program: string, args: readonly string[], endsWith = 0): { stdout: string; stderr: string } {
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env });
  expect({ status, stderr: status === endsWith ? '' : stderr }).toEqual({ status: endsWith, stderr: '' });
  return { stdout, stderr };
}

/** `measure`, as it is built. */
function measure(words: readonly string[], endsWith = 0): { stdout: string; stderr: string } {
  return run(process.execPath, [join(root, 'dist/cli/main.js'), ...words], endsWith);
}

const pythonOf = (page: string): string =>
  blocks('python', `docs/${page}.md`)
    .map(({ text }) => text)
    .join('\n');

/** Two more folders, of which the page shows what is said; and what PyTorch makes of what was saved. */
const afterPage = `
import shutil
shutil.copytree(run, "runs/other")
Path("runs/other/metrics.json").write_text(json.dumps({"trainLoss": 9, "testLoss": 9, "trainAccuracy": 0, "testAccuracy": 0}))
shutil.copytree(run, "runs/wrapped")
save_file({"module." + name: tensor for name, tensor in model.state_dict().items()}, "runs/wrapped/model.safetensors")
assert list(wrapped.state_dict())[0] == "_orig_mod.module.conv1.weight"
with torch.no_grad():
    assert torch.equal(again(test_images[:9]), model(test_images[:9]))
print(json.dumps({"mine-1": train_loss, "mine-noisy": evaluate(train_images, labels)[0]}))
`;

/** The snippet of formats.md, after what it takes for given; the rise that its network shows. */
const perturbed = `
import json, sys, torch
import torch.nn.functional as F
from safetensors import safe_open
sys.path.insert(0, ${JSON.stringify(join(root, 'fixtures/golden'))})
from models import build
model = build({**json.load(open("runs/mine-1/config.json"))["model"], "dropoutRate": 0}).eval()
torch.set_default_dtype(torch.float64)
${pythonOf('formats').replaceAll('sharpness/', 'first/')}
images, labels = torch.load("train.pt")
with safe_open("first/" + row["file"], "pt") as file:
    examples = [int(index) for index in file.metadata()["examples"].split()]
def loss():
    with torch.no_grad():
        return F.cross_entropy(model(images[examples].double()), labels[examples]).item()
moved = loss()
model.load_state_dict({k: w.double() for k, w in weights.items()}, strict=False)
print(json.dumps([row["checkpoint"], moved - loss(), float(row["value"])]))
`;

/** The snippet of architectures.md as the forward pass of a golden network. */
const forward = `
from safetensors.torch import load_file
config = json.load(open(golden + "/runs/cnn-batch-norm/config.json"))["model"]
net = build(config).eval()
net.load_state_dict(load_file(golden + "/runs/cnn-batch-norm/model.safetensors"), strict=False)
net.double()
convolutions, norms = ([getattr(net, f"{kind}{i + 1}") for i in range(net.depth)] for kind in ("conv", "bn"))
fc, batch_norm, dropout_rate, training = net.fc, True, net.dropout_rate, False
saved = load_file(golden + "/logits/cnn-batch-norm.safetensors")
x = saved["input"].double().permute(0, 3, 1, 2)
${pythonOf('architectures')}
print((x - saved["logits"]).abs().max().item())
`;

describeOnPyTorch((python) => {
  let trained: Readonly<Record<string, number>>;
  let said: string;

  beforeAll(() => {
    symlinkSync(dataDirectory, join(folder, 'data'));
    const save = 'torch.save((train_images, train_labels), "train.pt")';
    trained = JSON.parse(run(python, ['-c', `${pythonOf('pytorch')}${afterPage}${save}`]).stdout);
    const [inspect, first] = blockCommands('docs/pytorch.md').flatMap((command) =>
      command.kind === 'measure' ? [command.words] : [],
    );
    expect(measure(inspect!).stdout).toContain('1442 parameters');
    said = measure([...first!, '--engine', engine, '--workers', '1', '--save-perturbations'], 3).stderr;
  }, 300_000);

  it('what PyTorch saves is measured, and has the losses that PyTorch computes', async () => {
    const { checkpoints } = await readOutputTables(join(folder, 'first'));
    const losses = new Map(checkpoints.map(({ checkpoint, train_loss }) => [checkpoint, train_loss]));
    expect([...losses.keys()]).toEqual(['mine-1', 'mine-half', 'mine-noisy', 'other']);
    for (const [name, loss] of Object.entries(trained)) expect(losses.get(name)).toBeCloseTo(loss, 5);
    expect(losses.get('mine-noisy')).not.toBeCloseTo(losses.get('mine-1')!, 2);
    expect(losses.get('mine-half')).not.toBe(losses.get('mine-1'));
    expect(losses.get('mine-half')).toBeCloseTo(losses.get('mine-1')!, 2);
  });

  it('what differs is said as the page shows it', () => {
    const shape = (line: string): string =>
      line.replaceAll(/runs\/[\w-]+/g, 'runs/NAME').replaceAll(/\d+\.?\d*/g, 'N');
    const shapes = said.split('\n').map(shape);
    const shown = blocks('text', 'docs/pytorch.md').map(({ text }) => text.trimEnd());
    expect(shown).toHaveLength(2);
    for (const line of shown) expect(shapes).toContain(shape(line));
    expect(said.match(/metrics\.json says/g)).toHaveLength(1);
  });

  it('saved perturbations, added to the weights, give the value of the table; the forward pass of cnn is that of the page', () => {
    const golden = `golden = ${JSON.stringify(join(root, 'fixtures/golden'))}\n`;
    const { stdout } = run(python, ['-c', `${perturbed}${golden}${forward}`]);
    const [first, error] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [checkpoint, rise, value] = first;
    expect(checkpoint).toBe('mine-1');
    expect(rise).toBeCloseTo(value, 4);
    expect(value).toBeGreaterThan(0.001);
    expect(error).toBeLessThan(1e-9);
    expect(readFileSync(join(folder, 'first/perturbations.csv'), 'utf8')).toContain('mine-noisy');
  }, 120_000);

  it("a dataset of one's own is saved by NumPy as docs/extending/dataset.md says", () => {
    const page = readFileSync(join(root, 'docs/extending/dataset.md'), 'utf8');
    const [, save] = /```python\n([\s\S]*?)```/.exec(page)!;
    const arrays = `import numpy
x_train, y_train = numpy.arange(60, dtype="uint8").reshape(5, 4, 3), numpy.array([0, 1, 2, 0, 0])
x_test, y_test = x_train[:2], y_train[:2]
`;
    mkdirSync(join(folder, 'own'));
    run(python, ['-c', arrays + save!.replace("'data/", "'own/")]);
    const { stdout } = measure(['data', 'mine', '--data', 'own']);
    expect(stdout).toMatch(
      /^images of 4 x 3 x 1, 3 classes\ntrain: 5 examples, .*\n {2}of each class: 3 1 1\n/m,
    );
  });
});
