import { routes } from '@sherpa/api';
import { defineHandler } from '../../../http/handler.ts';

export const getLiveness = () => defineHandler(routes.showLiveness, async () => ({ status: 'ok' as const }));
