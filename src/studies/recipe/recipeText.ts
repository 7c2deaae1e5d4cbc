import { Document, visit } from 'yaml';
import { isHeard } from './hearers.ts';
import type { Recipe } from './recipe.ts';
import { sectionKeys } from './recipeSchema.ts';

/** A recipe as YAML, with every key that is heard: read again, it comes to the same recipe. */
export function recipeText({ model, dataset, training, seed }: Recipe): string {
  const heard = Object.entries(training)
    .filter(([key]) => isHeard(key, training))
    .sort(([a], [b]) => sectionKeys.training.indexOf(a) - sectionKeys.training.indexOf(b));
  const document = new Document({ model, dataset, training: Object.fromEntries(heard), seed });
  visit(document, {
    Seq: (_key, list) => {
      list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
