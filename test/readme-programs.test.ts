import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocks } from './readme-stage/document-blocks.ts';
import { plays } from './readme-stage/plays.ts';
import { makeSampleProject } from './readme-stage/sample-project.ts';
import { packages } from './workspace.ts';

describe('the first program of each README', () => {
  let project: string;

  beforeAll(() => {
    project = makeSampleProject('readme-programs', blocks);
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('is run, whatever the package', () => {
    expect(Object.keys(plays).toSorted()).toEqual(['.', ...packages.map(({ name }) => name)]);
  });

  it.concurrent.each(Object.entries(plays))(
    'does what the README says: %s',
    async (_, play) => {
      const outcome = await play(project);
      if (outcome !== 'played')
        process.stderr.write(`skipped: there is no ${outcome.lacks} here\n`);
    },
    120_000,
  );
});
