import { describe, expect, it } from 'vitest';
import { parseRunConfig } from '../../src/checkpoints/index.ts';
import { measuresOf } from '../../src/cli/studyMeasures.ts';
import { modelSpec } from '../../src/models/spec/index.ts';
import { parseSettings, resolveRecipe } from '../../src/studies/recipe/index.ts';
import { studyFiles } from '../studies/sweep/studyFile.ts';
import { type Block, blocks } from './pages.ts';

const { read, write } = studyFiles();
const isRecipe = ({ page }: Block): boolean => page === 'docs/training.md';

describe('files in the pages', () => {
  it.each(blocks('json'))('$page:$line is a config.json', ({ text, page }) => {
    expect(modelSpec(parseRunConfig(text, page).model).parameterCount).toBeGreaterThan(0);
  });

  it.each(blocks('yaml').filter(isRecipe))('$page:$line is a recipe', ({ text, page }) => {
    expect(resolveRecipe(parseSettings(text, page), undefined).training.optimizer).toBe('asam');
  });

  it.each(blocks('yaml').filter((block) => !isRecipe(block)))('$page:$line is a study', ({ text }) => {
    write('recipes-wrn.yaml', 'training: {optimizer: sam}');
    const study = read(text.replace('recipes/wrn.yaml', 'recipes-wrn.yaml'));
    expect(measuresOf(study, 'cpu').length).toBeGreaterThan(0);
  });
});
