import { routes } from '@sherpa/api';
import { defineHandler } from '../../http/handler.ts';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sherpa</title>
<link rel="icon" href="data:,">
<style>
  body { font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color: #1d2733; }
  a { color: #0b5fa5; }
  dt { margin-top: 1rem; }
  dd { margin: 0; color: #55616f; }
</style>
</head>
<body>
<h1>Sherpa</h1>
<dl>
  <dt><a href="/queues">Queues</a></dt><dd>Bull Board: every agent's queue and its jobs.</dd>
  <dt><a href="/api/status">Status</a></dt><dd>Tasks, messages, customers and events in numbers.</dd>
  <dt><a href="/api/agents">Agents</a></dt><dd>Who works, how much and how well.</dd>
  <dt><a href="/api/tasks">Tasks</a></dt><dd>The newest tasks; <a href="/api/tasks?status=failed">those that failed</a>.</dd>
  <dt><a href="/api/customers">Customers</a></dt><dd>What the vendors together know.</dd>
  <dt><a href="/openapi.json">API</a></dt><dd>All of it as an OpenAPI 3.1 document.</dd>
  <dt><a href="/health/ready">Health</a></dt><dd>Whether Postgres and the queue answer; <a href="/metrics">metrics</a>.</dd>
</dl>
</body>
</html>
`;

export const getHome = () => defineHandler(routes.showHome, async () => page);
