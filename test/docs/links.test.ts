import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './pages.ts';

/** Markdown that a reader follows links in: everything in docs/, and what stands beside the README. */
const files = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('api'))
    .map((name) => join('docs', name)),
];

const withoutBlocks = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, '');

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  const headings = withoutBlocks(readFileSync(path, 'utf8')).matchAll(/^#+ (.+)$/gm);
  const slugs = [...headings].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return slugs.map((slug, index) => {
    const before = slugs.slice(0, index).filter((other) => other === slug).length;
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

describe.each(files)('%s', (file) => {
  const text = withoutBlocks(readFileSync(join(root, file), 'utf8'));
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);

  it('has links that lead somewhere', () => {
    for (const link of links.filter((one) => !/^https?:/.test(one))) {
      const [path, anchor] = link.split('#');
      const target = path === '' ? join(root, file) : join(root, dirname(file), path!);
      expect(existsSync(target), link).toBe(true);
      expect(relative(root, target), link).not.toMatch(/^\.\./);
      if (anchor !== undefined && statSync(target).isFile())
        expect(anchorsOf(target), link).toContain(anchor);
    }
  });
});

it('every picture of docs/ is shown in a page', () => {
  const shown = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  for (const picture of readdirSync(join(root, 'docs/images'))) expect(shown).toContain(`images/${picture}`);
});
