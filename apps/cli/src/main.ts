import { readEnvironment, workspaceRoot } from './config.ts';
import { runProgram } from './run-program.ts';

const { stdin, stdout, stderr } = process;

// A reader that has seen enough (`| head`) is no error; there is just nobody left to tell anything.
stdout.on('error', (err: NodeJS.ErrnoException) => {
  if (err.code !== 'EPIPE') throw err;
  process.exit(0);
});

process.exitCode = await runProgram(process.argv, {
  env: readEnvironment(),
  streams: { stdout, stderr },
  stdin,
  workspaceRoot,
});
