import { routes } from '@sherpa/api';
import { defineHandler } from '../../http/handler.ts';
import type { RouteDeps } from '../deps.ts';

export const getMetrics = ({ metricsText }: Pick<RouteDeps, 'metricsText'>) =>
  defineHandler(routes.showMetrics, () => metricsText());
