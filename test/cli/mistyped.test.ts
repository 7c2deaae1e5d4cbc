import { expect, it } from 'vitest';
import { lines } from './cli.ts';
import { inProcess } from './inProcess.ts';

/** Mistyped command lines, and what each answers: `test/cli/snapshots/mistyped.txt`. */
const mistyped = `
rnu runs
trian --out x
TRAIN --out x
corelate x.csv
cor x.csv
instal
no/such/folder
help rnu
--hlep
-help
--versoin
-v
-x
run
run nofolder
run README.md
run ""
run runs --sampels 10
run runs --sampels=10
run runs --norm none
run runs --measure adaptive
run runs --radius 0.5
run runs --epochs 3
run runs --nonsense
run runs --no-json
run runs --samples
run runs --ascent
run runs --samples ten
run runs --samples -1
run runs --rho abc
run runs --rho 0.1,-1
run runs --p 0
run runs --p two
run runs --p ""
run runs --m 0
run runs --rho 1e400
run runs --normalization element,element
run runs --eta x
run runs --normalization elemnt
run runs --normalization none,adaptive
run runs --ascent pdg
run runs --bias normalised
run runs --engine gpu
run runs --preset asam
run runs --precision double
run runs --gap accuracy
run runs --complexity norm
run runs --workers none
run runs --on slrum
run runs --partition cpu
run runs --status --cancel
run runs --out ""
train
train --out
train --out x --lr 0.1
train --out x --optimzer asam
train --out x --optimizer asma
train --out x --model resent
train --out x --batch-norms
train --resume --overwrite --out x
train nosuch.yaml --out x
train a b --out x
train --out x --dataset mnits
sweep
sweep latop
sweep nosuch.yaml
sweep laptop --gpu 0
correlate
correlate nosuch.csv --gap g --measures a
correlate analyses/figure-4/table.csv
correlate analyses/figure-4/table.csv --gap nosuch
correlate analyses/figure-4/table.csv --gap a --measures a
correlate analyses/rank-statistics/noise.csv --gap rh --measures rho
correlate analyses/rank-statistics --gap eror
report
report nofolder
inspect
inspect nofolder
inspect a b
audit
audit nofolder --engine cpu
data
data mnits
data cifar10
engine isntall
engine benchmark
completion
completion powershell
completion bsh
engine bench --engine wsm
engine install --engine wasm
engine --cuda
`;

const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);

it('every mistyped command line gets one line that says what would be right', async () => {
  const answers: string[] = [];
  for (const line of lines(mistyped)) {
    const { code, stdout, stderr } = await inProcess(...words(line));
    expect({ line, stdout, said: lines(stderr).length }).toEqual({ line, stdout: '', said: 1 });
    answers.push(`$ measure ${line}\n${stderr}[${code}]\n`);
  }
  await expect(answers.join('\n')).toMatchFileSnapshot('./snapshots/mistyped.txt');
});
