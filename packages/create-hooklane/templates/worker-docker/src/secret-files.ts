import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretStore } from '@hooklane/core';

/**
 * Reads the secrets of a partner from the file of its name in `directory`, one a line, newest first: two during a rotation.
 * The hooks of a partner without a file wait in its lane.
 */
export function createSecretFiles(directory: string): SecretStore {
  return {
    getSecrets: async (partnerId, { signal } = {}) => {
      try {
        const text = await readFile(join(directory, partnerId), { encoding: 'utf8', signal });
        return text.split('\n').filter((line) => line !== '');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
      }
    },
  };
}
