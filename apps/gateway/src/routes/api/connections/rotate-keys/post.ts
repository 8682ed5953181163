import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';

export const postRotateKeys = ({ rotateKeys }: Pick<RouteDeps, 'rotateKeys'>) =>
  defineHandler(routes.rotateCredentialKeys, async () => {
    const { unreadable, keys, droppableKeyIds, ...rotation } = await rotateKeys();
    return {
      ...rotation,
      unreadable: [...unreadable],
      keys: [...keys],
      droppableKeyIds: [...droppableKeyIds],
    };
  });
