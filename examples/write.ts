import { writeExampleLogs } from './generate.js';

writeExampleLogs('examples/logs');
