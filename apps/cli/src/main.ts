import { readEnvironment, workspaceRoot } from './config.ts';
import { runProgram } from './run-program.ts';

const { stdin, stdout, stderr } = process;

process.exitCode = await runProgram(process.argv, {
  env: readEnvironment(),
  streams: { stdout, stderr },
  stdin,
  workspaceRoot,
});
