import { runCommandLine } from './commandLine.js';

process.exitCode = await runCommandLine(process.argv, process.stdout);
