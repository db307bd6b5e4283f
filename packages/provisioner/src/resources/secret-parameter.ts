import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { encodeStoredSecrets, generateSecret } from '@hooklane/core';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import { unlessMissing } from './queue.ts';
import { asTagList, fromTagList } from './tag-list.ts';

/** How a partner's secrets are kept. What they are is never part of a plan. */
export interface SecretSettings {
  readonly type: string;
}

export const secretSettings: SecretSettings = { type: 'SecureString' };

/**
 * An SSM parameter with a secret: unless told otherwise, a first secret of a partner, made with it; `rotateSecret` makes
 * others.
 */
export function secretParameter(
  name: string,
  { aws }: CallContext,
  makeValue = (): string => encodeStoredSecrets([{ secret: generateSecret() }]),
): Resource<SecretSettings> {
  const { ssmReads, ssmWrites, ssmTags } = aws;
  const tagged = { ResourceType: 'Parameter', ResourceId: name } as const;
  return {
    kind: 'secret-parameter',
    name,
    read: () =>
      unlessMissing(async () => {
        const { Parameter } = await ssmReads.send(new GetParameterCommand({ Name: name }));
        const { TagList } = await ssmTags.send(new ListTagsForResourceCommand(tagged));
        return { settings: { type: Parameter?.Type as string }, tags: fromTagList(TagList) };
      }),
    create: async (_, tags) => {
      await ssmWrites.create(
        new PutParameterCommand({
          Name: name,
          Type: 'SecureString',
          Value: makeValue(),
          Tags: asTagList(tags),
        }),
      );
      return undefined;
    },
    update: async ({ tags }) => {
      await ssmTags.send(new AddTagsToResourceCommand({ ...tagged, Tags: asTagList(tags) }));
    },
    remove: async () => {
      await unlessMissing(() => ssmWrites.send(new DeleteParameterCommand({ Name: name })));
    },
  };
}
